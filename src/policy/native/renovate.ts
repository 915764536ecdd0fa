import { t } from '@vscode/l10n';
import { daysOf } from './duration.ts';
import { NativeRules, type NativeScope } from './native-rules.ts';
import { textsOf } from './names.ts';
import { scopeOf, type RenovateScope } from './renovate-scope.ts';
import { isObject, own, type ReadNative, type SettingPath } from './settings.ts';

/**
 * The configuration of Renovate: `enabled`, `ignoreDeps`, `minimumReleaseAge` (or `stabilityDays`), also of `npm`, `major`, `minor`
 * and `patch`, and those with `enabled` and `allowedVersions` in `packageRules`, of which the last that matches counts. Presets
 * in `extends` are on the network, and not looked up. Source: Renovate documentation, configuration options.
 */
export const readRenovate: ReadNative = (settings) => {
  const { value } = settings;
  const rules = new NativeRules(settings);
  if (own(value, 'enabled') === false) return rules.result;
  rules.updates('Renovate');
  if (own(value, 'extends') !== undefined) rules.note(['extends'], t('What presets say is not known here.'));
  const ignored = own(value, 'ignoreDeps') ?? [];
  const names = textsOf(ignored);
  if (names === undefined) rules.fault(['ignoreDeps'], t('This is no list of names.'));
  else if (names.length > 0) rules.hold(['ignoreDeps'], 'pin', { package: names });
  const days = readTop(rules, value);
  const list = own(value, 'packageRules') ?? [];
  if (Array.isArray(list)) readPackageRules(rules, list, days);
  else rules.fault(['packageRules'], t('There is no list here.'));
  return rules.result;
};

/** Days that every package waits. */
function readTop(rules: NativeRules, value: Readonly<Record<string, unknown>>): number {
  const all = ageIn(rules, [], value) ?? 0;
  const npm = ageIn(rules, ['npm'], own(value, 'npm')) ?? all;
  rules.age(
    own(own(value, 'npm'), 'minimumReleaseAge') === undefined ? ['minimumReleaseAge'] : ['npm', 'minimumReleaseAge'],
    npm,
  );
  for (const bump of ['major', 'minor', 'patch']) {
    const part = own(value, bump);
    if (own(part, 'enabled') === false) rules.hold([bump], 'pin', { bump: [bump] });
    const ofBump = ageIn(rules, [bump], part);
    if (ofBump !== undefined) rules.age([bump, 'minimumReleaseAge'], ofBump, { bump: [bump] });
  }
  return npm;
}

interface PackageRule {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly path: SettingPath;
  readonly scope: RenovateScope;
}

function readPackageRules(rules: NativeRules, list: readonly unknown[], outer: number): void {
  const read = list.flatMap((rule, index): readonly PackageRule[] => {
    const path = ['packageRules', index];
    if (isObject(rule)) return [{ rule, path, scope: scopeOf(rule) }];
    rules.fault(path, t('This is no object.'));
    return [];
  });
  for (const [index, one] of read.entries()) {
    if (!one.scope.isOurs) continue;
    const later = read.slice(index + 1).filter(({ scope }) => scope.isOurs);
    if (own(one.rule, 'enabled') === false) hold(rules, one, later);
    if (own(one.rule, 'allowedVersions') !== undefined)
      rules.hold([...one.path, 'allowedVersions'], 'ask', plain(one.scope));
    readAge(rules, one, outer);
  }
}

/** What is switched off, but for what a later rule switches on again. */
function hold(rules: NativeRules, { path, scope }: PackageRule, later: readonly PackageRule[]): void {
  const again = later
    .filter(({ rule, scope: other }) => own(rule, 'enabled') === true && other.isByName)
    .flatMap(({ scope: other }) => other.package ?? [])
    .filter((name) => !name.startsWith('!'));
  const names = again.length === 0 ? scope.package : [...(scope.package ?? []), ...again.map((name) => `!${name}`)];
  rules.hold(path, scope.unread.length === 0 ? 'pin' : 'ask', { ...plain(scope), package: names });
  tellUnread(rules, path, scope);
}

function readAge(rules: NativeRules, { rule, path, scope }: PackageRule, outer: number): void {
  const days = own(rule, 'minimumReleaseAge') === null ? 0 : ageIn(rules, path, rule);
  if (days === undefined) return;
  const at = [...path, 'minimumReleaseAge'];
  if (days >= outer) {
    rules.age(at, days, plain(scope));
    tellUnread(rules, at, scope);
  } else if (scope.isByName && scope.package !== undefined) {
    rules.exemption(at, { package: scope.package }, outer, days);
  } else {
    rules.note(at, t('A shorter time than for all others is not held here.'));
  }
}

/** Days; undefined where nothing is said, or nothing that can be read. */
function ageIn(rules: NativeRules, path: SettingPath, value: unknown): number | undefined {
  const old = own(value, 'stabilityDays');
  const given = own(value, 'minimumReleaseAge') ?? old;
  if (given === undefined || given === null) return undefined;
  const days = daysOf(given, given === old ? 'd' : 'ms');
  if (days === undefined) rules.fault([...path, 'minimumReleaseAge'], t('This is no time that can be read.'));
  return days;
}

function plain({ package: names, bump, dependencyType }: RenovateScope): NativeScope {
  return { package: names, bump, ...(dependencyType === undefined ? {} : { dependencyType }) };
}

function tellUnread(rules: NativeRules, path: SettingPath, { unread }: RenovateScope): void {
  if (unread.length > 0)
    rules.note(path, t('You are asked about more than it says: {0} is not looked at.', unread.join(', ')));
}
