import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { RelativePath } from '../../../base/path.ts';
import type { UnbuiltFinding } from '../../../model/finding.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine, problemOf } from './operation-document.ts';
import { buildUsage, shownPackage } from './shown-build.ts';
import { unbuiltFindings, unbuiltRow, type UnbuiltRow } from './unbuilt-rows.ts';

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
}

/**
 * Shows the install scripts of a package, and runs them where a person at the terminal says so. A script has to name what it saw,
 * so that nothing is run that nobody looked at.
 */
export async function buildOne(session: Session, wanted: WantedBuild, answer: BuildAnswer): Promise<VerbResult> {
  const { yes, hash, isDry } = answer;
  if (yes && hash === undefined) throw unseen(wanted.name);
  const finding = theOne(session, wanted);
  const row = unbuiltRow(session, finding);
  if (hash !== undefined && !(hash.length >= shown && row.hash.startsWith(hash))) throw otherBuild(wanted.name);
  const obstacle = await session.engine.buildObstacle(finding.project, finding, session.signal);
  if (obstacle !== undefined) throw obstacle;
  if (isDry || !(yes || (await isWanted(session, row)))) return notBuilt(session, row, isDry);
  const options = { confirmed: session.isTerminal || 'unattended' } as const;
  const operation = await session.engine.build(finding.project, finding, options, session.signal);
  return {
    document: { build: row, operation: operationDocument(session, operation) },
    lines: [operationLine(operation)],
    problems: problemOf(operation),
    exitCode: operation.status === 'succeeded' ? 0 : 2,
  };
}

/** Throws QM_BUILD_FAILED where none stands there, and QM_USAGE where one of several is to be named. */
function theOne(session: Session, { name, version, project }: WantedBuild): UnbuiltFinding {
  const [first, ...others] = unbuiltFindings(session).filter(
    (each) =>
      each.name === name &&
      (version === undefined || each.version === version) &&
      (project === undefined || each.project === project),
  );
  if (first === undefined) {
    throw new QmError('QM_BUILD_FAILED', {
      message: t('{0} does not stand there unbuilt.', version === undefined ? name : `${name} ${version}`),
      hint: t('"quartermaster build" lists what does.'),
    });
  }
  if (others.length === 0) return first;
  const all = [first, ...others].map(
    (each) => `${each.name}@${each.version} (${session.fromCwd(each.project) || '.'})`,
  );
  throw buildUsage(t('Name one of these by its version, or its project by --project: {0}', all.join(', ')));
}

/** A person is shown first what they are asked about. */
async function isWanted({ confirm, tell }: Session, row: UnbuiltRow): Promise<boolean> {
  if (confirm === undefined) return false;
  for (const line of shownPackage(row)) tell(line);
  return confirm(t('Run these scripts on this machine, with your rights?'));
}

function notBuilt({ confirm }: Session, row: UnbuiltRow, isDry: boolean): VerbResult {
  const isOpen = confirm === undefined || isDry;
  const command = `quartermaster build ${row.package}@${row.version} --yes --hash ${row.hash.slice(0, shown)}`;
  return {
    document: { build: row, operation: null, ...(isOpen ? { decision: 'ask' } : {}) },
    lines: isOpen ? [...shownPackage(row), t('To run exactly this: {0}', command)] : [t('Nothing was run.')],
    problems: [],
    exitCode: 1,
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
