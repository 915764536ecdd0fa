import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import {
  isAsShown,
  type BuildRequest,
  type BuiltPackage,
  type ScriptedPackage,
  type UnbuiltPackage,
} from '../model/build.ts';
import type { DriverContext, DriverRun, Hazard } from '../ports/manager-driver.ts';
import type { Recorder } from './operation-record.ts';
import type { Workbench } from './project-work.ts';
import { deniedIn, hazardIn, scriptedPackages, type BuildBench } from './builds.ts';

/**
 * Runs the install scripts of a package in every place in which it stands unbuilt. What ran to a good end is remembered:
 * those bytes may be built again where an operation loses the build. Manifests and lockfile stay as they are, whatever a
 * script does to them: `keepFiles` puts them back. Rejects with QM_BUILD_FAILED, or with QM_MANAGER_UNSUPPORTED.
 */
export async function buildPackage(
  bench: Workbench,
  { driverContext, keepFiles }: { readonly driverContext: DriverContext; readonly keepFiles: () => Promise<unknown> },
  request: BuildRequest,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const { context, project, driver } = bench;
  const { name, version } = request;
  const root = absolute(context.root, project.root);
  if (driver.rebuild === undefined) throw cannotBuild(driver.id);
  const obstacle = await buildObstacle(bench, request);
  if (obstacle !== undefined) throw obstacle;
  const notes = await context.user.builds(root);
  const wanted = await standingUnbuilt(bench, notes.unbuilt, request);
  if (wanted.length === 0) throw nothingToBuild(name, version);
  if (!wanted.every((each) => isAsShown(each, request))) throw notAsShown(name);
  const others = notes.unbuilt.filter((note) => note.name !== name || note.version !== version);
  // Written ahead: should this process die in the middle, the next start knows by it what is unbuilt still.
  await context.user.setBuilds(root, { unbuilt: [...others, ...wanted], built: notes.built });
  const runs: DriverRun[] = [];
  try {
    record.step(t('Running the install scripts'), 0.2);
    for (const each of wanted) runs.push(await driver.rebuild(driverContext, each, signal));
  } finally {
    await keepFiles();
    const done = wanted.slice(0, runs.length);
    const failed = wanted.slice(runs.length);
    await context.user.setBuilds(root, {
      unbuilt: [...others, ...(await asTheyStand(bench, failed))],
      built: withBuilt(notes.built, done),
    });
    const [last] = runs.slice(-1);
    if (last !== undefined) {
      const output = runs
        .map((run) => run.output)
        .join('\n')
        .trim();
      record.set({ command: last.argv, exitCode: last.exitCode, output });
    }
  }
}

/** Why the package manager cannot build a package there, or may not; undefined where it can. */
export async function buildObstacle(
  bench: BuildBench,
  asked: Pick<BuildRequest, 'name' | 'version'>,
): Promise<QmError | undefined> {
  const { driver } = bench;
  if (driver.rebuild === undefined) return cannotBuild(driver.id);
  if ((await deniedIn(bench))(asked)) return deniedByProject(asked.name);
  const hazard = await hazardIn(bench);
  return hazard === undefined ? undefined : reached(driver.id, hazard);
}

/** Where a package stands as it was noted: what has other files was built, or replaced. */
async function standingUnbuilt(
  bench: Workbench,
  notes: readonly UnbuiltPackage[],
  { name, version }: Pick<BuildRequest, 'name' | 'version'>,
): Promise<readonly UnbuiltPackage[]> {
  const standing = await asTheyStand(
    bench,
    (await scriptedPackages(bench)).filter((each) => each.name === name && each.version === version),
  );
  return standing.filter(({ place, digest }) => notes.some((note) => note.place === place && note.digest === digest));
}

/** A script that failed leaves files behind, and the package is no less unbuilt for them. */
async function asTheyStand(
  { context, project }: Workbench,
  packages: readonly ScriptedPackage[],
): Promise<readonly UnbuiltPackage[]> {
  const standing: UnbuiltPackage[] = [];
  for (const each of packages) {
    const digest = await context.trees.digest(absolute(absolute(context.root, project.root), each.place));
    if (digest !== undefined) standing.push({ ...each, digest });
  }
  return standing;
}

function withBuilt(known: readonly BuiltPackage[], done: readonly ScriptedPackage[]): readonly BuiltPackage[] {
  const fresh = done.flatMap(({ name, version, integrity }) =>
    integrity === undefined ? [] : [{ name, version, integrity }],
  );
  const keyOf = ({ name, version, integrity }: BuiltPackage): string => `${name}\n${version}\n${integrity}`;
  return [...new Map([...known, ...fresh].map((each) => [keyOf(each), each])).values()];
}

function cannotBuild(manager: string): QmError {
  return new QmError('QM_MANAGER_UNSUPPORTED', {
    message: t('{0} has no command that builds one package and no other.', manager),
    hint: t('Allow its scripts in the project and install with {0} itself.', manager),
  });
}

function nothingToBuild(name: string, version: string): QmError {
  return new QmError('QM_BUILD_FAILED', {
    message: t('{0} {1} does not stand there unbuilt any more.', name, version),
    hint: t('Look again: it was built, replaced or removed meanwhile.'),
  });
}

/** Somebody looked at something else. */
export function notAsShown(name: string): QmError {
  return new QmError('QM_BUILD_FAILED', {
    message: t('{0} has other install scripts, or other content, than what was shown.', name),
    hint: t('Look at them again, then decide anew. Nothing was run.'),
  });
}

/** A list of the project says no to it. */
export function deniedByProject(name: string): QmError {
  return new QmError('QM_BUILD_FAILED', {
    message: t('This project says that {0} is not to be built.', name),
    hint: t("Take it out of the package manager's list of builds, if you want it built."),
  });
}

function reached(manager: string, { file, setting }: Hazard): QmError {
  return new QmError('QM_PROJECT_HOOKS', {
    message: t('{0} reaches what an install script does, so nothing was built.', t('{0} in {1}', `"${setting}"`, file)),
    hint: t('Build with {0} itself, if you trust that file.', manager),
  });
}
