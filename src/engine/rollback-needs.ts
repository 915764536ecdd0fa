import { t } from '@vscode/l10n';
import { satisfies, validRange } from 'semver';
import * as v from 'valibot';
import { mapLimited } from '../base/async.ts';
import { absolute, joinBeyond, upward } from '../base/path.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Operation, PackageChange, RollbackConcern, RollbackPlan } from '../model/operation.ts';
import { parsePackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import type { EngineContext } from './context.ts';

const readAtOnce = 16;
/** Names in one sentence. */
const mostNamed = 8;

/** What is read of an installed package; a malformed field is one that is not there. */
const installed = v.object({
  version: v.fallback(v.string(), ''),
  peerDependencies: v.fallback(v.record(v.string(), v.string()), {}),
  peerDependenciesMeta: v.fallback(
    v.record(v.string(), v.fallback(v.object({ optional: v.fallback(v.boolean(), false) }), { optional: false })),
    {},
  ),
});
type Installed = v.InferOutput<typeof installed>;

/** A package that stays, and what is installed of it; undefined where nothing is. */
interface Standing {
  readonly name: string;
  readonly found: Installed | undefined;
}

type Reading = Pick<EngineContext, 'files' | 'root'>;

/**
 * Packages that the project declares, that stay, and that need beside them (`peerDependencies`) what a rollback takes out
 * or brings to a version that does not serve them. Some package managers refuse that, some keep it all the same, others
 * leave a tree that does not work. Where every byte comes back nothing was added since, so nothing can need it.
 */
export async function neededConcerns(
  context: Reading,
  { operation, how, project }: { operation: Operation; how: RollbackPlan['how']; project: Project },
): Promise<readonly RollbackConcern[]> {
  if (how === 'bytes') return [];
  const found = await mapLimited(project.manifests, 1, async (manifest) => {
    const moves = operation.packages.filter((each) => each.manifest === manifest.folder && each.from !== each.to);
    if (moves.length === 0) return [];
    const standing = await mapLimited(namesStaying(project, manifest, moves), readAtOnce, async (name) => ({
      name,
      found: await readInstalled(context, project, manifest, name),
    }));
    return moves.flatMap((move) => [...needsOf(move, standing), ...unknownNeeds(move, standing)]);
  });
  return found.flat();
}

/**
 * Optional packages may be missing on this system, a member's manifest is the project's own, and what is no name (`../x`)
 * is no package.
 */
function namesStaying(
  project: Project,
  { dependencies: { dependencies, devDependencies } }: Manifest,
  moves: readonly PackageChange[],
): readonly string[] {
  const apart = new Set([...moves.map(({ name }) => name), ...project.manifests.map(({ name }) => name ?? '')]);
  const names = new Set([...dependencies.keys(), ...devDependencies.keys()]);
  return [...names].filter((name) => !apart.has(name) && parsePackageName(name) !== undefined);
}

/** As Node finds it from the manifest's folder. */
async function readInstalled(
  { files, root }: Reading,
  project: Project,
  { folder }: Manifest,
  name: string,
): Promise<Installed | undefined> {
  for (const above of upward(folder)) {
    const bytes = await files.read(absolute(root, joinBeyond(above, `node_modules/${name}/package.json`)));
    if (bytes !== undefined) {
      const { success, output } = v.safeParse(installed, toJson(bytes));
      return success ? output : undefined;
    }
    if (above === project.root) break;
  }
  return undefined;
}

function toJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** What is not met today either is no news. */
function needsOf({ name, from, to }: PackageChange, standing: readonly Standing[]): readonly RollbackConcern[] {
  return standing.flatMap(({ name: by, found }) => {
    const range = found?.peerDependencies[name];
    if (found === undefined || range === undefined || !isMet(range, to) || isMet(range, from)) return [];
    if (from === undefined && found.peerDependenciesMeta[name]?.optional === true) return [];
    const what = `${by} ${found.version}`;
    const message =
      from === undefined
        ? t('{0} needs {1} {2} beside it, and this takes it out.', what, name, range)
        : t('{0} needs {1} {2} beside it, and this brings {3} back.', what, name, range, from);
    const packages = [{ name: by, version: found.version }];
    return [{ kind: 'needed', decision: 'ask', message, packages, advisory: undefined }];
  });
}

/** A range that is none of npm's (`workspace:`, a tag) is taken for met: nobody can tell. */
function isMet(range: string, version: string | undefined): boolean {
  if (version === undefined) return false;
  return validRange(range) === null || satisfies(version, range, { includePrerelease: true });
}

function unknownNeeds({ name, from, to }: PackageChange, standing: readonly Standing[]): readonly RollbackConcern[] {
  const names = standing.flatMap((each) => (each.found === undefined ? [each.name] : []));
  if (names.length === 0) return [];
  const more = names.length - mostNamed;
  const named = [...names.slice(0, mostNamed), ...(more > 0 ? [t('{0} more', more)] : [])].join(', ');
  return [
    {
      kind: 'unchecked',
      decision: 'tell',
      message: t('Not checked: whether {0} is needed by packages that are not in node_modules: {1}.', name, named),
      packages: [{ name, version: from ?? to ?? '' }],
      advisory: undefined,
    },
  ];
}
