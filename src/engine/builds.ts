import { errorText } from '../base/errors.ts';
import { mapLimited } from '../base/async.ts';
import { absolute, joinRelative, wayTo, type RelativePath } from '../base/path.ts';
import { bringPackagesBack, keepPackages, type KeptBuilds } from '../execute/kept-builds.ts';
import { treesOf } from '../execute/trees-of.ts';
import { isSameContent, type ScriptedPackage, type UnbuiltPackage } from '../model/build.ts';
import { emptyLockfile, type Lockfile } from '../model/lockfile.ts';
import { belowRoot } from '../model/project.ts';
import type { DriverContext, Hazard, ReadConfig } from '../ports/manager-driver.ts';
import type { FoundPackage } from '../ports/package-trees.ts';
import { readText } from './guards.ts';
import type { Workbench } from './project-work.ts';

/** Packages looked at side by side. */
const atOnce = 16;

/** Where the builds of one operation are looked after. */
export type BuildBench = Pick<Workbench, 'context' | 'project' | 'driver'>;

/** A package in its place, and the files that it had there. */
interface Seen extends ScriptedPackage {
  readonly digest: string;
  readonly isBuilt: boolean;
}

/**
 * What packages with install scripts go through in one operation, whose install runs none of them. What was built stays
 * built: it is brought back unchanged where the bytes are the same, and built anew where that cannot be and this user
 * built those bytes here before. What is left is noted as unbuilt.
 *
 * An allow-list of the project is no leave to run anything: a repository can bring it along, and nobody was asked. What
 * it denies is left unbuilt and not spoken of.
 */
export class Builds implements KeptBuilds {
  readonly #bench: BuildBench;
  readonly #folder: string;
  #before: readonly Seen[] | undefined;
  #standing: readonly ScriptedPackage[] | undefined;
  readonly #back = new Set<RelativePath>();

  /** `folder`: for what is kept, on the project's own disk; whoever gave it removes it. */
  constructor(bench: BuildBench, folder: string) {
    this.#bench = bench;
    this.#folder = folder;
  }

  /** That something could not be looked at is no reason to install nothing: then nothing is claimed either. */
  async keep(): Promise<void> {
    await this.#tolerant('kept', async () => {
      const { context } = this.#bench;
      const { unbuilt } = await context.user.builds(this.#root);
      const before: Seen[] = [];
      for (const each of await this.#look()) {
        const digest = await context.trees.digest(absolute(this.#root, each.place));
        if (digest === undefined) continue;
        const isNoted = unbuilt.some((note) => note.place === each.place && note.digest === digest);
        before.push({ ...each, digest, isBuilt: !isNoted });
      }
      const built = before.filter(({ isBuilt, integrity }) => isBuilt && integrity !== undefined);
      await keepPackages(context.files, this.#root, built, this.#folder);
      this.#before = before;
    });
  }

  async bringBack(): Promise<void> {
    await this.#tolerant('brought back', async () => {
      const { files, trees } = this.#bench.context;
      this.#standing = await this.#look();
      for (const each of await bringPackagesBack(files, trees, this.#root, this.#standing, this.#folder)) {
        this.#back.add(each.place);
      }
    });
  }

  /**
   * To be called when the change stands. Builds what may be built, and notes what is not; returns what the package
   * manager said. It never rejects: the change is done, and what could not be built is a finding.
   */
  async settle(driverContext: DriverContext, signal: AbortSignal): Promise<string> {
    const said: string[] = [];
    const standing = this.#standing;
    if (this.#before === undefined || standing === undefined) return '';
    await this.#tolerant('looked at', async () => {
      const { context, driver } = this.#bench;
      const { built } = await context.user.builds(this.#root);
      const denied = await deniedIn(this.#bench);
      const mayRun = driver.rebuild !== undefined && (await hazardIn(this.#bench)) === undefined;
      const unbuilt: UnbuiltPackage[] = [];
      for (const each of standing) {
        const state = await this.#stateOf(each);
        if (state === 'built' || denied(each)) continue;
        const mayBuild = state === 'lost' && built.some((known) => isSameContent(known, each));
        if (mayBuild && mayRun && driver.rebuild !== undefined && !signal.aborted) {
          try {
            said.push((await driver.rebuild(driverContext, each, signal)).output);
            continue;
          } catch (error) {
            context.log.warn(`${each.name} ${each.version} could not be built: ${errorText(error)}`);
            said.push(errorText(error));
          }
        }
        const digest = await context.trees.digest(absolute(this.#root, each.place));
        if (digest !== undefined) unbuilt.push({ ...each, digest });
      }
      await context.user.setBuilds(this.#root, { unbuilt, built });
    });
    return said.join('\n');
  }

  /** `unbuilt`: it was before, and nobody touched it. `lost`: it is new, or its build went with what stood there. */
  async #stateOf(each: ScriptedPackage): Promise<'built' | 'unbuilt' | 'lost'> {
    if (this.#back.has(each.place)) return 'built';
    const digest = await this.#bench.context.trees.digest(absolute(this.#root, each.place));
    const before = this.#before?.find(
      (was) =>
        was.place === each.place && was.digest === digest && was.name === each.name && was.version === each.version,
    );
    if (before === undefined || before.integrity !== each.integrity) return 'lost';
    return before.isBuilt ? 'built' : 'unbuilt';
  }

  #look(): Promise<readonly ScriptedPackage[]> {
    return scriptedPackages(this.#bench);
  }

  get #root(): string {
    return rootOf(this.#bench);
  }

  async #tolerant(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#bench.context.log.warn(`builds could not be ${what}: ${errorText(error)}`);
    }
  }
}

/** The packages of a project that have install scripts, each with its hash in the lockfile. */
export async function scriptedPackages(bench: BuildBench): Promise<readonly ScriptedPackage[]> {
  const root = rootOf(bench);
  const lockfile = await lockfileOf(bench);
  return (await foundIn(bench)).flatMap(({ folder, name, version, scripts }) => {
    const place = wayTo(folder, root);
    return place === undefined ? [] : [{ name, version, place, scripts, integrity: hashOf(lockfile, name, version) }];
  });
}

/** By the manager's notes where it has some, else by a walk through its trees. */
async function foundIn(bench: BuildBench): Promise<readonly FoundPackage[]> {
  const { context, project, driver } = bench;
  const { files, trees } = context;
  const root = rootOf(bench);
  const noted = await driver.scriptedPlaces?.(configOf(bench));
  if (noted !== undefined) {
    const looked = await mapLimited(noted.filter(isInModules), atOnce, (place) => trees.look(absolute(root, place)));
    return looked.filter((found) => found !== undefined && found.scripts.length > 0) as readonly FoundPackage[];
  }
  const members = project.manifests.map(({ folder }) => belowRoot(project, folder));
  const all = await treesOf(files, driver, root, members);
  return (await Promise.all(all.map((tree) => trees.scripted(absolute(root, tree))))).flat();
}

/** Notes are files of the project: a place that leads elsewhere is none. */
function isInModules(place: RelativePath): boolean {
  const parts = place.split('/');
  return parts.includes('node_modules') && !parts.includes('..') && joinRelative('', place) === place;
}

/** Undefined also where the lockfile has the same version in several contents. */
function hashOf({ packages }: Lockfile, name: string, version: string): string | undefined {
  const hashes = packages.filter((each) => each.name === name && each.version === version);
  return hashes.length === 1 ? hashes[0]?.integrity : undefined;
}

async function lockfileOf(bench: BuildBench): Promise<Lockfile> {
  for (const name of bench.driver.lockfiles) {
    const text = await readText(bench.context.files, absolute(rootOf(bench), name));
    if (text !== undefined) return bench.driver.readLockfile(text);
  }
  return emptyLockfile;
}

/** The first setting of the project by which its repository would have a part in a build; undefined: none. */
export async function hazardIn(bench: BuildBench): Promise<Hazard | undefined> {
  return (await bench.driver.buildHazards?.(configOf(bench)))?.[0];
}

/** Which packages the project does not want built. */
export async function deniedIn(
  bench: BuildBench,
): Promise<(each: Pick<ScriptedPackage, 'name' | 'version'>) => boolean> {
  const denied = new Set(await bench.driver.deniedBuilds?.(configOf(bench)));
  return ({ name, version }) => denied.has(name) || denied.has(`${name}@${version}`);
}

/** Files of the project that its manager goes by. */
export function configOf(bench: BuildBench): ReadConfig {
  return (path) => readText(bench.context.files, absolute(rootOf(bench), path));
}

function rootOf({ context, project }: BuildBench): string {
  return absolute(context.root, project.root);
}
