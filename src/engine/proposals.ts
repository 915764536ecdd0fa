import type { RelativePath } from '../base/path.ts';
import { absolute } from '../base/path.ts';
import { defaultCatalog, type Catalogs } from '../model/catalog.ts';
import type { AdvisoryEvidence } from '../model/advisory.ts';
import type { GateReport } from '../model/gate.ts';
import { declaredIn, type Manifest } from '../model/manifest.ts';
import { parsePackageName, typesPackageOf, type PackageName } from '../model/package-name.ts';
import type { InstallRequest } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { RuleDecision } from '../model/rule.ts';
import type { RangeStyle, RequestFacts } from '../plan/install-plan.ts';
import type { GateInput } from '../policy/checks/check.ts';
import { judgePackage } from '../policy/gate.ts';
import type { Packument, Registry, RegistryAnswer, RegistryFault } from '../ports/registry.ts';
import { adviseOn } from './advising.ts';
import { askSignature } from './ask-signature.ts';
import type { EngineContext } from './context.ts';
import { popularityOf } from './popularity.ts';
import type { DecideInstall, Incoming } from './rule-book.ts';
import { settledVersion } from './settled-version.ts';
import { findDriver, readText } from './guards.ts';

/** A request with all that was found out about it. */
export interface JudgedRequest extends RequestFacts {
  /** Undefined where the gate has nothing to say: a workspace sibling. */
  readonly report: GateReport | undefined;
  /** Why the registry said nothing about it; undefined where it answered or was not asked. */
  readonly fault: { readonly reason: RegistryFault; readonly message: string } | undefined;
}

/** How a request is looked up. */
export interface LookUp {
  /** Prefer a version that has been there for a while over a newer one, or one whose age nobody can tell: what automation does. */
  readonly careful: boolean;
  readonly registry: Pick<Registry, 'packument' | 'signature'>;
  readonly decide: DecideInstall;
  /** The version that was approved; undefined: none was, or its range decides. */
  readonly approved?: string | undefined;
}

/** Looks a request up and puts it to the gate. */
export async function judgeRequest(
  context: EngineContext,
  project: Project,
  request: InstallRequest,
  { careful, registry, decide, approved }: LookUp,
  signal: AbortSignal,
): Promise<JudgedRequest> {
  const sibling = project.manifests.some((manifest) => manifest.name === request.package);
  if (sibling)
    return { request, packument: undefined, preferredVersion: undefined, report: undefined, fault: undefined };
  const folder = absolute(context.root, project.root);
  const answer = await registry.packument(request.package, folder, signal);
  const packument = answer.ok ? answer.packument : undefined;
  const isUsed = await isUsedIn(context, project, request.package);
  const decideOn = (found: string | undefined): RuleDecision => decide(incomingOf(project, request, found, packument));
  const choice = { packument, decide: decideOn };
  const preferredVersion =
    careful && !isUsed ? await settledVersion(context, folder, request, choice, signal) : approved;
  const version = preferredVersion ?? versionOf(request, isUsed, packument);
  const rules = decideOn(version);
  const [advisories, signature, popularity] = await Promise.all([
    version === undefined ? undefined : advisoriesOf(context, folder, request, version, signal),
    askSignature(context, registry, project, { packument, version }, signal),
    packument === undefined ? undefined : popularityOf(context, folder, request.package, signal),
  ]);
  const report = judge(context, request.package, version, { answer, rules, signature, advisories, popularity });
  return { request, packument, preferredVersion, report, fault: faultOf(answer) };
}

async function advisoriesOf(
  context: EngineContext,
  folder: string,
  { package: name }: InstallRequest,
  version: string,
  signal: AbortSignal,
): Promise<AdvisoryEvidence> {
  return (await adviseOn(context, folder, [{ name, version }], signal))({ name, version });
}

/** What the rules are asked about a request whose version would land. */
export function incomingOf(
  project: Pick<Project, 'root'>,
  { package: name, field }: InstallRequest,
  version: string | undefined,
  packument: Packument | undefined,
): Incoming {
  return { package: name, version, packument, dependencyType: field, project: project.root };
}

/** What was found out about a package, where somebody was asked. */
interface Evidence extends Partial<Pick<GateInput, 'rules' | 'advisories' | 'signature' | 'popularity' | 'straying'>> {
  /** The registry's. */
  readonly answer?: RegistryAnswer | undefined;
}

/** The gate's report on a name and version by what was found out. */
export function judge(
  context: EngineContext,
  name: PackageName,
  version: string | undefined,
  { answer, rules, signature, advisories, popularity, straying }: Evidence = {},
): GateReport {
  return judgePackage({
    package: name,
    version,
    registry: answer,
    signature,
    popular: context.popular,
    source: 'registry',
    straying,
    comesAlong: false,
    now: context.clock.now(),
    rules,
    advisories,
    popularity,
  });
}

/** How ranges are to be written in a project; as npm writes them where no driver knows its manager. */
export async function rangeStyle(context: EngineContext, project: Project): Promise<RangeStyle> {
  const driver = await findDriver(project.manager);
  const root = absolute(context.root, project.root);
  const own = await driver?.savePrefix?.((path) => readText(context.files, absolute(root, path)));
  return {
    savePrefix: own ?? (await context.registry.savePrefix(root)),
    siblingRange: driver?.siblingRange,
    catalogs: await readCatalogs(context, project),
  };
}

async function readCatalogs(context: EngineContext, project: Project): Promise<Catalogs> {
  const file = (await findDriver(project.manager))?.catalogs;
  if (file === undefined) return new Map();
  const text = await readText(context.files, absolute(absolute(context.root, project.root), file.path));
  return text === undefined ? new Map() : file.read(text);
}

function faultOf(answer: RegistryAnswer): JudgedRequest['fault'] {
  return answer.ok || answer.reason === 'not-found' ? undefined : { reason: answer.reason, message: answer.message };
}

/** What a request without a range would get: the current version, unless the project's members have one already. */
function versionOf(request: InstallRequest, isUsed: boolean, packument: Packument | undefined): string | undefined {
  if (request.range !== undefined) {
    return packument?.versions.has(request.range) === true ? request.range : packument?.distTags.get(request.range);
  }
  return isUsed ? undefined : packument?.distTags.get('latest');
}

/** A member has it, or the workspace's default catalog does: then its range decides what lands. */
async function isUsedIn(context: EngineContext, project: Project, name: PackageName): Promise<boolean> {
  if (project.manifests.some((manifest) => declaredIn(manifest, name) !== undefined)) return true;
  return (await readCatalogs(context, project)).get(defaultCatalog)?.has(name) === true;
}

/**
 * The request for `@types/x` that should go with `x`: only in a TypeScript project, where x says nothing of types of
 * its own, and where the registry has the types.
 */
export async function typesRequest(
  context: Pick<EngineContext, 'root'> & Pick<LookUp, 'registry'>,
  project: Project,
  judged: JudgedRequest,
  typescript: (manifest: RelativePath) => boolean,
  signal: AbortSignal,
): Promise<InstallRequest | undefined> {
  const { request, packument, report } = judged;
  if (packument === undefined || request.package.startsWith('@types/') || !typescript(request.manifest))
    return undefined;
  const version = report?.version ?? packument.distTags.get('latest');
  if (version === undefined || packument.versions.get(version)?.declaresTypes !== false) return undefined;
  const types = typesPackageOf(request.package);
  const owner = project.manifests.find((manifest) => manifest.folder === request.manifest);
  if (parsePackageName(types) === undefined || (owner !== undefined && hasTypes(owner, types))) return undefined;
  const answer = await context.registry.packument(types, absolute(context.root, project.root), signal);
  const latest = answer.ok ? answer.packument.distTags.get('latest') : undefined;
  // A deprecated stub says that the package brings its own types by now.
  if (!answer.ok || latest === undefined || answer.packument.versions.get(latest)?.deprecated !== undefined)
    return undefined;
  return { package: types, range: undefined, manifest: request.manifest, field: 'devDependencies' };
}

function hasTypes(manifest: Manifest, types: PackageName): boolean {
  return declaredIn(manifest, types) !== undefined;
}
