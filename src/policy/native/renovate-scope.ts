import { dependencyPlaces } from '../../model/rule.ts';
import type { NativeScope } from './native-rules.ts';
import { patternsOf, patternsOfExpression, readNames, textsOf, type Names } from './names.ts';
import { own } from './settings.ts';

/** What a packageRule of Renovate is about. */
export interface RenovateScope extends NativeScope {
  /** False: about other things than packages of npm. */
  readonly isOurs: boolean;
  /** Matchers that cannot be said in conditions of ours: the rule is about less than the rest of this. */
  readonly unread: readonly string[];
  /** It names packages, and has no other condition. */
  readonly isByName: boolean;
}

const byPattern = (text: string): readonly string[] | undefined => patternsOf(text);
const byPrefix = (text: string): readonly string[] => (text.includes('/') ? [`${text}*`] : [`${text}*`, `${text}*/*`]);
const out = (read: (text: string) => readonly string[] | undefined) => (text: string) =>
  read(text)?.map((pattern) => `!${pattern}`);

/** Matchers of names, old ones too (Renovate documentation: packageRules; lib/util/package-rules of its source). */
const nameMatchers: Readonly<Record<string, (text: string) => readonly string[] | undefined>> = {
  matchPackageNames: byPattern,
  matchDepNames: byPattern,
  matchPackagePrefixes: byPrefix,
  matchDepPrefixes: byPrefix,
  matchPackagePatterns: patternsOfExpression,
  matchDepPatterns: patternsOfExpression,
  excludePackageNames: out((text) => [text]),
  excludeDepNames: out((text) => [text]),
  excludePackagePrefixes: out(byPrefix),
  excludePackagePatterns: out(patternsOfExpression),
};

/** Matchers of what a package comes by, and the values that are about npm. */
const kindMatchers: Readonly<Record<string, readonly string[]>> = {
  matchManagers: ['npm', 'bun'],
  matchDatasources: ['npm'],
  matchCategories: ['js', 'node'],
};

const bumps: ReadonlySet<string> = new Set(['major', 'minor', 'patch']);
const places: ReadonlySet<string> = new Set(dependencyPlaces);

/** Reads the matchers of a packageRule. All of them have to match, of each list one. */
export function scopeOf(rule: Readonly<Record<string, unknown>>): RenovateScope {
  const keys = Object.keys(rule).filter((key) => /^(?:match|exclude)[A-Z]/.test(key));
  const names: Names[] = [];
  const unread: string[] = [];
  let isOurs = true;
  let bump: readonly string[] | undefined;
  let dependencyType: readonly string[] | undefined;
  for (const key of keys) {
    const list = textsOf(own(rule, key));
    const read = nameMatchers[key];
    if (list === undefined) unread.push(key);
    else if (read !== undefined) names.push(readNames(list, read));
    else if (key in kindMatchers) isOurs &&= isAbout(list, kindMatchers[key] ?? []);
    else if (key === 'matchUpdateTypes') bump = list.filter((type) => bumps.has(type));
    else if (key === 'matchDepTypes') dependencyType = list.filter((type) => places.has(type));
    else unread.push(key);
  }
  const patterns = names.flatMap((one) => one.patterns);
  if (names.some((one) => one.unread.length > 0)) unread.push('package names');
  if (names.filter((one) => one.patterns.some((text) => !text.startsWith('!'))).length > 1)
    unread.push('package names');
  if (bump?.length === 0 || dependencyType?.length === 0) isOurs = false;
  return {
    package: patterns.length === 0 ? undefined : patterns,
    bump,
    dependencyType,
    isOurs,
    unread: [...new Set(unread)],
    isByName: patterns.length > 0 && unread.length === 0 && keys.every((key) => key in nameMatchers),
  };
}

/** A list of values, globs among them; one of exceptions alone is about all others. */
function isAbout(list: readonly string[], ours: readonly string[]): boolean {
  const wanted = list.filter((text) => !text.startsWith('!'));
  if (wanted.length === 0) return !ours.every((name) => list.includes(`!${name}`));
  return wanted.some((text) => /[*/]/.test(text) || ours.includes(text));
}
