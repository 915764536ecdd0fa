import { t } from '@vscode/l10n';
import { minVersion, validRange } from 'semver';
import { oneLine } from '../base/one-line.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { builtinHost } from '../model/builtins.ts';
import { manifestPath } from '../model/manifest.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Suggestion, SuggestionCause, SuggestionReport } from '../model/suggestion.ts';
import { lookalikeOf } from '../policy/lookalike.ts';
import { hidesPublishers, publishedAt } from '../policy/published.ts';
import { suggest } from '../policy/suggest/suggest.ts';
import type { RegistryAnswer } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';
import { readText } from './guards.ts';

/** Letters of what maintainers say. */
const mostQuoted = 200;
/** What is left of a package that was removed for security. */
const placeholder = '0.0.1-security';

/** What somebody wants to know about a name. */
export interface SuggestRequest {
  readonly package: PackageName;
  /** What is behind the name where it is imported, without slash. */
  readonly subpath: string;
  /** Folder of the manifest. */
  readonly manifest: RelativePath;
  /** Where nothing speaks against the name. */
  readonly otherwise: Extract<SuggestionCause, 'missing' | 'asked' | 'vulnerable'>;
  /** Ask the registry about what is suggested too, and leave out what is no better. */
  readonly facts: boolean;
}

/** The world as far as suggestions need it. */
export type SuggestContext = Pick<
  EngineContext,
  'root' | 'files' | 'clock' | 'trust' | 'registry' | 'popular' | 'replacements'
>;

/** Why nobody knows whether a version was given up; undefined where that is known. */
export function untold(answer: RegistryAnswer | undefined, version: string | undefined): string | undefined {
  if (answer === undefined) return t('No registry was asked.');
  if (!answer.ok) return answer.message;
  const published = answer.packument.versions.get(version ?? '');
  if (published === undefined) {
    return version === undefined
      ? t('The registry names no version of it that would be installed.')
      : t('The registry does not have version {0}.', version);
  }
  const isHidden = published.deprecated === undefined && hidesPublishers(answer.packument);
  return isHidden ? t('The registry does not tell what is deprecated.') : undefined;
}

/** In a workspace that is not trusted nobody is asked: undefined. Rejects on cancellation alone. */
export async function packumentOf(
  { registry, trust }: SuggestContext,
  name: PackageName,
  folder: string,
  signal: AbortSignal,
): Promise<RegistryAnswer | undefined> {
  return trust.isTrusted() ? registry.packument(name, folder, signal) : undefined;
}

/** `landing`: the version that it is about, where that is not the registry's current one. */
export async function reportOn(
  context: SuggestContext,
  request: SuggestRequest,
  folder: string,
  answer: RegistryAnswer | undefined,
  landing: string | undefined,
  signal: AbortSignal,
): Promise<SuggestionReport> {
  const { package: name, subpath, manifest } = request;
  const packument = answer?.ok === true ? answer.packument : undefined;
  const version = landing ?? packument?.distTags.get('latest');
  const message = packument?.versions.get(version ?? '')?.deprecated;
  const cause = causeOf(context, request, answer, message);
  const { popular, replacements } = context;
  const node = await lowestNode(context, manifest);
  const suggestions = suggest({ name, subpath, cause, message, node, popular, replacements });
  return {
    package: name,
    cause,
    version,
    message: message === undefined ? undefined : oneLine(message, mostQuoted),
    unchecked: cause === 'unknown' ? undefined : untold(answer, version),
    suggestions: request.facts ? await withFacts(context, suggestions, folder, signal) : suggestions,
  };
}

function causeOf(
  { popular }: SuggestContext,
  { package: name, otherwise }: SuggestRequest,
  answer: RegistryAnswer | undefined,
  message: string | undefined,
): SuggestionCause {
  if (answer?.ok === false && answer.reason === 'not-found') return 'unknown';
  const versions = answer?.ok === true ? [...answer.packument.versions.keys()] : [];
  if (versions.length > 0 && versions.every((version) => version === placeholder)) return 'unknown';
  if (message !== undefined) return 'deprecated';
  return builtinHost(name) === undefined && lookalikeOf(name, popular) !== undefined ? 'lookalike' : otherwise;
}

/** With what the registry knows of them, and without what it does not have, or what was given up as well. */
async function withFacts(
  context: SuggestContext,
  suggestions: readonly Suggestion[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const found = suggestions.map(async (suggestion) => {
    if (suggestion.kind === 'builtin') return suggestion;
    const answer = await packumentOf(context, suggestion.package, folder, signal);
    if (answer?.ok !== true) return answer?.reason === 'not-found' ? undefined : suggestion;
    const { versions, distTags } = answer.packument;
    const latest = versions.get(distTags.get('latest') ?? '');
    if (latest === undefined || latest.deprecated !== undefined || latest.version === placeholder) return undefined;
    const { unpackedBytes, version } = latest;
    const time = publishedAt(answer.packument, version, context.clock.now())?.toISOString();
    return { ...suggestion, facts: { ...suggestion.facts, version, publishedAt: time, unpackedBytes } };
  });
  return (await Promise.all(found)).filter((one) => one !== undefined);
}

/** Of the Nodes that a manifest says it runs on (npm documentation, "engines"); undefined where it says nothing to that. */
async function lowestNode({ files, root }: SuggestContext, manifest: RelativePath): Promise<string | undefined> {
  const text = await readText(files, absolute(root, manifestPath(manifest)));
  try {
    const { engines } = JSON.parse((text ?? '{}').replace(/^\uFEFF/, '')) as {
      readonly engines?: { readonly node?: unknown };
    };
    const range = typeof engines?.node === 'string' ? validRange(engines.node) : null;
    return range === null ? undefined : minVersion(range)?.version;
  } catch {
    return undefined;
  }
}
