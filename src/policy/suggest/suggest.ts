import { t } from '@vscode/l10n';
import { builtinHost } from '../../model/builtins.ts';
import { parsePackageName } from '../../model/package-name.ts';
import type { PackageSuggestion, Suggestion, SuggestionCause } from '../../model/suggestion.ts';
import type { PopularList } from '../../ports/popular-list.ts';
import type { Replacement, Replacements } from '../../ports/replacements.ts';
import { joinedOf, lookalikeOf, nearestPopulars } from '../lookalike.ts';
import { scopeOf, squashed } from '../name-forms.ts';
import { copiedBuiltin, emptyStandIns, meantBuiltin } from './builtins.ts';
import { namesInMessage } from './deprecation-message.ts';
import { counterparts } from './ecosystems.ts';
import { renames } from './renames.ts';

/** What a suggestion is made of; nobody is asked. */
export interface SuggestInput {
  readonly name: string;
  /** What is behind the name where it is imported, without slash. */
  readonly subpath: string;
  readonly cause: SuggestionCause;
  /** As the registry has it: whatever its maintainers, or an attacker, wrote. */
  readonly message: string | undefined;
  /** Lowest version of Node that the project runs on; undefined: it does not say. */
  readonly node: string | undefined;
  readonly popular: PopularList;
  readonly replacements: Replacements;
}

const mostSuggestions = 3;
/** A shorter name is a slip away from too many. */
const shortestLikened = 3;
/** The longest name that npm takes. */
const longestName = 214;

/**
 * What to use instead of a package, the surest evidence first: at most three, each with its reason. Every package among them
 * passes the lookalike check of the gate, and is on the bundled list or in the very scope whose maintainers name it.
 */
export function suggest(input: SuggestInput): readonly Suggestion[] {
  if (input.name.length > longestName || parsePackageName(input.name) === undefined) return [];
  const found: Suggestion[] = [];
  const seen = new Set<string>([input.name]);
  for (const source of sourcesFor(input.cause)) {
    for (const suggestion of source(input)) {
      const key = suggestion.kind === 'builtin' ? suggestion.builtin : suggestion.package;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push(suggestion);
      if (found.length >= mostSuggestions) return found;
    }
  }
  return found;
}

type Source = (input: SuggestInput) => Iterable<Suggestion>;

/** Of a name that nothing speaks against only facts are told: what else there would be is a matter of taste. */
function sourcesFor(cause: SuggestionCause): readonly Source[] {
  const facts = [byMeantBuiltin, byRename, byCopy, byEcosystem];
  return cause === 'missing' ? facts : [...facts, byMessage, byLikeness, byReplacement];
}

function* byMeantBuiltin({ name, subpath, cause, popular }: SuggestInput): Generator<Suggestion> {
  if (popular.find(name) !== undefined && subpath === '' && !emptyStandIns.has(name)) return;
  const specifier = meantBuiltin(
    subpath === '' ? name : `${name}/${subpath}`,
    cause === 'unknown' || builtinHost(name) === 'node',
  );
  if (specifier === undefined) return;
  const reason = t('Node has a module "{0}" of its own.', specifier);
  yield { kind: 'builtin', builtin: specifier, specifier, reason, url: undefined };
}

function* byCopy({ name }: SuggestInput): Generator<Suggestion> {
  const specifier = copiedBuiltin(name);
  if (specifier === undefined) return;
  const reason = t('"{0}" of Node exports the same.', specifier);
  yield { kind: 'builtin', builtin: specifier, specifier, reason, url: undefined };
}

function* byRename({ name, popular }: Pick<SuggestInput, 'name' | 'popular'>): Generator<Suggestion> {
  const rename = renames.get(name);
  if (rename === undefined) return;
  const { kind, to, sameApi, keepsPaths } = rename;
  const reason = sameApi
    ? t('{0} is called {1} now.', name, to)
    : t('{0} was followed by {1}, whose API is another.', name, to);
  yield* listed(popular, to, { kind, reason, sameApi, keepsPaths });
}

function* byEcosystem({ name, popular }: SuggestInput): Generator<Suggestion> {
  const counterpart = counterparts.get(name.toLowerCase());
  if (counterpart === undefined || popular.find(name) !== undefined) return;
  const { language, packages } = counterpart;
  for (const to of packages) {
    const reason = t('{0} is a package of {1}; {2} is used for that in JavaScript.', name, language, to);
    yield* listed(popular, to, { kind: 'ecosystem', reason });
  }
}

function* byMessage({ name, message, popular }: SuggestInput): Generator<Suggestion> {
  if (message === undefined) return;
  for (const to of namesInMessage(message)) {
    const reason = t('The maintainers of {0} name it where they gave that up.', name);
    const more = { kind: 'deprecation-message', reason, sameApi: false } as const;
    const isOwn = name.startsWith('@') && to.startsWith('@') && scopeOf(to) === scopeOf(name);
    if (isOwn && popular.find(to) === undefined) yield* unlisted(popular, to, more);
    else yield* listed(popular, to, more);
  }
}

function* byLikeness({ name, cause, popular }: SuggestInput): Generator<Suggestion> {
  if (squashed(name).length < shortestLikened) return;
  const single = cause === 'unknown' ? undefined : lookalikeOf(name, popular)?.real;
  const reals = cause === 'unknown' ? nearestPopulars(name, popular, mostSuggestions) : single ? [single] : [];
  for (const real of reals) {
    const reason = t('{0} looks like it, and is far better known.', real.name);
    yield* listed(popular, real.name, { kind: 'typo', reason, sameApi: true, keepsPaths: true });
    // What was meant may have got another name meanwhile.
    yield* byRename({ name: real.name, popular });
  }
}

function* byReplacement({ name, node, popular, replacements }: SuggestInput): Generator<Suggestion> {
  for (const replacement of replacements.of(name)) {
    const { kind, text, url } = replacement;
    if (kind === 'package') {
      yield* listed(popular, text, { kind: 'replacement', reason: t('{0} does the same.', text), url });
    } else if (isThere(replacement, node)) {
      yield { kind: 'builtin', builtin: text, specifier: undefined, reason: builtinReason(replacement), url };
    }
  }
}

function builtinReason({ kind, text, node }: Replacement): string {
  if (kind === 'code') return t('A line of code does it: {0}', text);
  return node === undefined
    ? t('The platform has {0} itself.', text)
    : t('The platform has {0} itself, Node since version {1}.', text, node.replace(/(?:\.0){1,2}$/, ''));
}

/** False only where the project runs on a Node that has it not. */
function isThere({ node: first }: Replacement, node: string | undefined): boolean {
  if (first === undefined || node === undefined) return true;
  const [has, needs] = [node, first].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((index) => has?.[index] !== needs?.[index]) ?? 0;
  return (has?.[at] ?? 0) >= (needs?.[at] ?? 0);
}

type Told = Pick<PackageSuggestion, 'kind' | 'reason'> &
  Partial<Pick<PackageSuggestion, 'sameApi' | 'keepsPaths' | 'url'>>;

function* listed(popular: PopularList, to: string, told: Told): Generator<PackageSuggestion> {
  if (popular.find(to) !== undefined) yield* unlisted(popular, to, told);
}

/** None for what is no name, is a module of Node's, or would itself be asked about as somebody's lookalike. */
function* unlisted(popular: PopularList, to: string, told: Told): Generator<PackageSuggestion> {
  const name = parsePackageName(to);
  if (name === undefined || builtinHost(to) !== undefined) return;
  if (lookalikeOf(to, popular) !== undefined || joinedOf(to, popular) !== undefined) return;
  const known = popular.find(to);
  const { kind, reason, sameApi = false, keepsPaths = false, url } = told;
  const facts = {
    downloadsPerMonth: known?.downloadsPerMonth,
    version: known?.version,
    publishedAt: undefined,
    unpackedBytes: undefined,
  };
  yield { kind, package: name, reason, sameApi, keepsPaths, url, facts };
}
