import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { RelativePath } from '../../../base/path.ts';
import type { BuildShare, ShownPackage } from '../../../model/build.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { Operation } from '../../../model/operation.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine, problemOf } from './operation-document.ts';
import { buildUsage, shareDocument, shareLines, shownPackage } from './shown-build.ts';
import { packageRow, unbuiltFindings, type PackageRow } from './unbuilt-rows.ts';

/** How much of a hash is shown, and has to be typed at least. */
const shown = 12;

export interface WantedBuild {
  readonly name: string;
  readonly version: string | undefined;
  /** Root folder of its project; undefined: whichever has it. */
  readonly project: RelativePath | undefined;
}

export interface BuildAnswer {
  /** The beginning of the hash of what was looked at; undefined: it was not said. */
  readonly hash: string | undefined;
  readonly yes: boolean;
  readonly isDry: boolean;
  /** Also write where the package manager itself looks that it may be built. */
  readonly share: boolean;
}

/** What is to be done with a package that stands there. */
interface Intent {
  readonly found: ShownPackage;
  readonly row: PackageRow;
  readonly builds: boolean;
  /** Undefined: nothing is to be shared. */
  readonly share: BuildShare | undefined;
  /** Why it is shared and not built. */
  readonly obstacle: QmError | undefined;
}

/**
 * Shows the install scripts of a package, and runs them where a person at the terminal says so; then shares that where it is asked
 * for. A script has to name what it saw, so that nothing is run that nobody looked at.
 */
export async function buildOne(session: Session, wanted: WantedBuild, answer: BuildAnswer): Promise<VerbResult> {
  const { yes, hash, isDry } = answer;
  if (yes && hash === undefined) throw unseen(wanted.name);
  const intent = await intentOf(session, wanted, answer);
  const { found, row, builds, share } = intent;
  if (hash !== undefined && !(hash.length >= shown && row.hash.startsWith(hash))) throw otherBuild(wanted.name);
  if (!builds && share?.stands === true) return resultOf(session, intent, { lines: shareLines(session, share) });
  if (isDry || (!yes && session.confirm === undefined)) return asked(session, intent);
  for (const line of yes ? [] : shownPackage(row)) session.tell(line);
  const options = { confirmed: session.isTerminal || 'unattended' } as const;
  const did: Operation[] = [];
  if (builds) {
    if (!yes && !(await session.confirm?.(t('Run these scripts on this machine, with your rights?')))) {
      return resultOf(session, intent, { lines: [t('Nothing was run.')], isRefused: true });
    }
    did.push(await session.engine.builds.build(found.project, found, options, session.signal));
    if (did[0]?.status !== 'succeeded') return resultOf(session, intent, { built: did[0] });
  }
  const [built] = did;
  if (share === undefined || share.stands) return resultOf(session, intent, { built });
  for (const line of yes ? [] : shareLines(session, share)) session.tell(line);
  if (!yes && !(await session.confirm?.(t('Write that, for everybody who works on this project?')))) {
    return resultOf(session, intent, { built, lines: [t('Nothing was shared.')], isRefused: true });
  }
  const shared = await session.engine.builds.share(found.project, found, options, session.signal);
  return resultOf(session, intent, { built, shared });
}

/** Rejects where nothing of it can be done, before anybody is asked. */
async function intentOf(session: Session, wanted: WantedBuild, { share }: BuildAnswer): Promise<Intent> {
  const { engine, signal } = session;
  const unbuilt = unbuiltFindings(session);
  const found = theOne(session, wanted, share ? await engine.builds.withScripts(wanted.name, signal) : unbuilt);
  const finding = unbuilt.find(
    ({ project, name, version }) => project === found.project && name === found.name && version === found.version,
  );
  const obstacle = finding === undefined ? undefined : await engine.builds.obstacle(found.project, found, signal);
  if (obstacle !== undefined && !(share && obstacle.code === 'QM_MANAGER_UNSUPPORTED')) throw obstacle;
  return {
    found,
    row: packageRow(session, found),
    builds: finding !== undefined && obstacle === undefined,
    share: share ? await engine.builds.planShare(found.project, found, signal) : undefined,
    obstacle,
  };
}

/** Throws QM_BUILD_FAILED where none stands there, and QM_USAGE where one of several is to be named. */
function theOne(session: Session, { name, version, project }: WantedBuild, all: readonly ShownPackage[]): ShownPackage {
  const [first, ...others] = all.filter(
    (each) =>
      each.name === name &&
      (version === undefined || each.version === version) &&
      (project === undefined || each.project === project) &&
      session.shown(manifestPath(each.project)) !== undefined,
  );
  if (first === undefined) {
    throw new QmError('QM_BUILD_FAILED', {
      message: t('{0} does not stand there unbuilt.', version === undefined ? name : `${name} ${version}`),
      hint: t('"quartermaster build" lists what does.'),
    });
  }
  if (others.length === 0) return first;
  const places = [first, ...others].map(
    (each) => `${each.name}@${each.version} (${session.fromCwd(each.project) || '.'})`,
  );
  throw buildUsage(t('Name one of these by its version, or its project by --project: {0}', places.join(', ')));
}

/** Nobody is there to be asked, or nothing is to be done. */
function asked(session: Session, intent: Intent): VerbResult {
  const { row, share } = intent;
  const words = share === undefined ? [] : ['--share'];
  const own = [`${row.package}@${row.version}`, ...words, '--yes', '--hash', row.hash.slice(0, shown)];
  const lines = [
    ...shownPackage(row),
    ...(share === undefined ? [] : shareLines(session, share)),
    t('To do exactly this: {0}', `quartermaster build ${own.join(' ')}`),
  ];
  const result = resultOf(session, intent, { lines, isRefused: true });
  return { ...result, document: { ...result.document, decision: 'ask' } };
}

interface Done {
  readonly built?: Operation | undefined;
  readonly shared?: Operation | undefined;
  readonly lines?: readonly string[];
  /** Somebody said no, or nobody yes. */
  readonly isRefused?: boolean;
}

function resultOf(session: Session, { row, share, obstacle }: Intent, done: Done): VerbResult {
  const { built, shared, lines = [], isRefused = false } = done;
  const operations = [built, shared].filter((operation) => operation !== undefined);
  const documentOf = (operation: Operation | undefined): object | null =>
    operation === undefined ? null : operationDocument(session, operation);
  const left = obstacle === undefined ? [] : [`${obstacle.message} ${t('Install with it, to have it built here.')}`];
  return {
    document: {
      build: row,
      operation: documentOf(built),
      ...(share === undefined ? {} : { share: shareDocument(session, share), shared: documentOf(shared) }),
    },
    lines: [...operations.map(operationLine), ...lines, ...left],
    problems: operations.flatMap(problemOf),
    exitCode: operations.some(({ status }) => status !== 'succeeded') ? 2 : isRefused || obstacle !== undefined ? 1 : 0,
  };
}

function unseen(name: string): QmError {
  return buildUsage(
    t('--yes runs only what was looked at.'),
    t('Name it with --hash: "quartermaster build {0} --dry-run" shows the scripts and their hash.', name),
  );
}

function otherBuild(name: string): QmError {
  return new QmError('QM_BASE_MOVED', {
    message: t('What stands there of {0} has another hash.', name),
    hint: t('Nothing was run. "quartermaster build {0} --dry-run" shows it.', name),
  });
}
