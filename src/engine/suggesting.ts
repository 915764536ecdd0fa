// A bundle of its own: its tables, and semver, are needed only where somebody asks what else there is.
import { t } from '@vscode/l10n';
import { maxSatisfying, minVersion, validRange } from 'semver';
import { mapLimited } from '../base/async.ts';
import { oneLine } from '../base/one-line.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { builtinHost } from '../model/builtins.ts';
import type { Lockfile } from '../model/lockfile.ts';
import { manifestPath, type Manifest } from '../model/manifest.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';
import type { DeprecationReport, Suggestion, SuggestionCause, SuggestionReport } from '../model/suggestion.ts';
import { lookalikeOf } from '../policy/lookalike.ts';
import { hidesPublishers, publishedAt } from '../policy/published.ts';
import { suggest } from '../policy/suggest/suggest.ts';
import type { Packument, RegistryAnswer } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';
import { findDriver, readText } from './guards.ts';

/** Questions to the registry at once. */
const width = 8;
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

/** What to use instead of a name, and why it is asked. In an untrusted workspace no registry is. Rejects on cancellation alone. */
export async function suggestionsFor(
  context: SuggestContext,
  map: ProjectMap,
  request: SuggestRequest,
  signal: AbortSignal,
): Promise<SuggestionReport> {
  const folder = absolute(context.root, projectOfManifest(map, request.manifest)?.root ?? '');
  const answer = await packumentOf(context, request.package, folder, signal);
  return report(context, request, folder, answer, undefined, signal);
}

/**
 * What the manifests below one folder declare and its maintainers have given up, in the version that the lockfile has, or
 * that the range gives where it has none.
 */
export async function deprecationsOf(
  context: SuggestContext,
  map: ProjectMap,
  concerns: (manifest: RelativePath) => boolean,
  signal: AbortSignal,
): Promise<DeprecationReport> {
  const declared = await Promise.all(map.projects.map((project) => declaredBy(context, project, concerns)));
  const found = await mapLimited(declared.flat(), width, async (one) => {
    const { package: name, range, locked, folder } = one;
    if (validRange(range) === null && locked === undefined) return { ...one, answer: undefined, version: undefined };
    const answer = await packumentOf(context, name, folder, signal);
    const version = locked ?? (answer?.ok === true ? resolved(answer.packument, range) : undefined);
    return { ...one, answer, version };
  });
  const unchecked = found.flatMap(({ package: name, manifest, answer, version }) => {
    const reason = untold(answer, version);
    return reason === undefined ? [] : [{ package: name, manifest, reason }];
  });
  const deprecated = found.filter(
    ({ answer, version = '' }) => answer?.ok === true && answer.packument.versions.get(version)?.deprecated,
  );
  const reports = await mapLimited(deprecated, width, async ({ package: name, manifest, folder, answer, version }) => {
    const request = { package: name, subpath: '', manifest, otherwise: 'asked', facts: true } as const;
    return { ...(await report(context, request, folder, answer, version, signal)), manifest };
  });
  return { deprecated: reports, unchecked };
}

/** Why nobody knows whether a version was given up; undefined where that is known. */
function untold(answer: RegistryAnswer | undefined, version: string | undefined): string | undefined {
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

interface Declared {
  readonly package: PackageName;
  readonly manifest: RelativePath;
  readonly range: string;
  /** Version in the lockfile. */
  readonly locked: string | undefined;
  readonly folder: string;
}

async function declaredBy(
  context: SuggestContext,
  project: Project,
  concerns: (manifest: RelativePath) => boolean,
): Promise<readonly Declared[]> {
  const members = new Set(project.manifests.map(({ name }) => name));
  const lockfile = await lockfileOf(context, project);
  const folder = absolute(context.root, project.root);
  return project.manifests
    .filter((manifest) => concerns(manifest.folder))
    .flatMap((manifest) =>
      entriesOf(manifest).flatMap(([key, range]) => {
        const name = parsePackageName(key);
        if (name === undefined || members.has(key)) return [];
        const below = project.root === '' ? manifest.folder : manifest.folder.slice(project.root.length + 1);
        const locked = lockfile?.version(below, key, range);
        return [{ package: name, manifest: manifest.folder, range, locked, folder }];
      }),
    );
}

function entriesOf({ dependencies }: Manifest): readonly (readonly [string, string])[] {
  const { dependencies: own, devDependencies, optionalDependencies } = dependencies;
  return [...new Map([...devDependencies, ...optionalDependencies, ...own])];
}

/** Undefined where there is none, nobody reads it, or it cannot be read: then the ranges tell. */
async function lockfileOf({ files, root }: SuggestContext, project: Project): Promise<Lockfile | undefined> {
  const text = project.lockfile === undefined ? undefined : await readText(files, absolute(root, project.lockfile));
  const driver = text === undefined ? undefined : await findDriver(project.manager);
  if (text === undefined || driver === undefined) return undefined;
  return driver.readLockfile(text).catch(() => undefined);
}

function resolved({ versions, distTags }: Packument, range: string): string | undefined {
  const latest = distTags.get('latest');
  const best = maxSatisfying([...versions.keys()], range);
  // npm takes the tagged version where the range allows it, however many newer ones there are.
  return latest !== undefined && maxSatisfying([latest], range) !== null ? latest : (best ?? undefined);
}

async function packumentOf(
  { registry, trust }: SuggestContext,
  name: PackageName,
  folder: string,
  signal: AbortSignal,
): Promise<RegistryAnswer | undefined> {
  return trust.isTrusted() ? registry.packument(name, folder, signal) : undefined;
}

async function report(
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
  const all = await mapLimited(suggestions, width, async (suggestion) => {
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
  return all.filter((one) => one !== undefined);
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
