import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { RulesInForce } from '../../../model/rules-in-force.ts';
import { changesBetween, sayChanges } from '../../../policy/rule-changes.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { shownFault } from './list-rules.ts';

/** How much of a hash is shown, and has to be typed at least. */
const shown = 12;

export interface AcceptOptions {
  /** The beginning of the hash of what was looked at; undefined: it was not said. */
  readonly hash: string | undefined;
  readonly yes: boolean;
  readonly isDry: boolean;
}

/**
 * Shows how the rules of the repository differ from those that were accepted, and accepts them where a person at the terminal
 * says so. A script has to name what it saw, so that none accepts what nobody looked at.
 */
export async function acceptRules(session: Session, { hash, yes, isDry }: AcceptOptions): Promise<VerbResult> {
  if (yes && hash === undefined) throw unseen();
  const inForce = await session.engine.rules.inForce();
  const { waiting, current } = inForce;
  if (hash !== undefined && !isBeginning(hash, current.hash)) throw otherRules();
  const lines = changeLines(inForce);
  const document = {
    hash: current.hash,
    waiting: waiting.map(({ id }) => id),
    changes: lines,
    faults: inForce.faults.map((fault) => shownFault(session, fault)),
  };
  if (waiting.length === 0) {
    const nothing = [t('Nothing waits: what this repository has holds already.')];
    return { document: { ...document, accepted: false }, lines: nothing, problems: [], exitCode: 0 };
  }
  if (!isDry && (yes || (await isWanted(session, lines)))) {
    await session.engine.rules.accept(current.hash);
    const done = [t('Accepted, until one of these rules changes.')];
    return { document: { ...document, accepted: true }, lines: done, problems: [], exitCode: 0 };
  }
  const open = session.confirm === undefined || isDry;
  return {
    document: { ...document, accepted: false, ...(open ? { decision: 'ask' } : {}) },
    lines: open ? [...lines, t('To accept exactly this: {0}', commandOf(current.hash))] : [t('Nothing was accepted.')],
    problems: [],
    exitCode: 1,
  };
}

/** A person is shown first what they are asked about. */
async function isWanted({ confirm, tell }: Session, lines: readonly string[]): Promise<boolean> {
  if (confirm === undefined) return false;
  for (const line of lines) tell(line);
  return confirm(t('Let these rules hold?'));
}

function changeLines({ accepted, current, faults }: RulesInForce): readonly string[] {
  const unread = faults.filter(({ drops }) => drops !== 'nothing').length;
  return [
    ...sayChanges(changesBetween(accepted?.rules ?? [], current.rules)),
    ...(unread === 0 ? [] : [t('What could not be read is not among these: "quartermaster rules" lists it.')]),
  ];
}

function isBeginning(typed: string, hash: string): boolean {
  return typed.length >= shown && hash.startsWith(typed);
}

function commandOf(hash: string): string {
  return `quartermaster rules accept --yes --hash ${hash.slice(0, shown)}`;
}

function unseen(): QmError {
  return new QmError('QM_USAGE', {
    message: t('--yes accepts only what was looked at.'),
    hint: t('Name it with --hash: "quartermaster rules accept --dry-run" shows the rules and their hash.'),
  });
}

function otherRules(): QmError {
  return new QmError('QM_BASE_MOVED', {
    message: t('The rules of this repository have another hash.'),
    hint: t('Nothing was accepted. "quartermaster rules accept --dry-run" shows them.'),
  });
}
