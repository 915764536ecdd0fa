import { joinBeyond } from '../base/path.ts';
import type { GateReport } from '../model/gate.ts';
import { manifestPath } from '../model/manifest.ts';
import type { FileRecord, Operation } from '../model/operation.ts';
import type { ChangedFile, JudgedFacts, OperationSheet, RollbackFacts } from './details-facts.ts';
import { operationRow, type RowRights } from './operation-rows.ts';
import { timelineOf } from './timeline.ts';

/** Packages, and judged packages, that one page carries. */
const shownPackages = 200;

/** What is known beside the operation itself. */
export interface SheetSurroundings {
  readonly rights: RowRights;
  readonly rollback: RollbackFacts;
  readonly settle: RollbackFacts;
  /** When it was taken back; ISO 8601 UTC. */
  readonly undoneAt: string | undefined;
}

/** The page of one operation: all that is recorded, without the bytes. */
export function operationSheet(
  operation: Operation,
  { rights, rollback, settle, undoneAt }: SheetSurroundings,
): OperationSheet {
  const { packages, project, manager, managerVersion, gate, audit, exitCode, output, files, undoes } = operation;
  return {
    kind: 'operation',
    row: operationRow(operation, rights),
    timeline: timelineOf(operation, undoneAt),
    packages: packages.slice(0, shownPackages).map(({ name, from, to, manifest, field, range }) => {
      return { name, from, to, manifest: manifestPath(manifest), range, dev: field === 'devDependencies' };
    }),
    rule: audit.rule === 'you' ? undefined : audit.rule,
    gate: [...gate.filter(isDoubted), ...gate.filter((report) => !isDoubted(report))]
      .slice(0, shownPackages)
      .map(judged),
    manager: manager && [manager, managerVersion ?? ''].join(' ').trim(),
    exitCode,
    output,
    files: files.map((file) => ({ path: joinBeyond(project, file.path), change: changeOf(file) })),
    rollback,
    settle,
    undoes,
  };
}

function isDoubted({ verdict, checks }: GateReport): boolean {
  return verdict !== 'allow' || checks.some(({ result }) => result !== 'allow');
}

function judged({ package: name, version, verdict, checks }: GateReport): JudgedFacts {
  const facts = checks.map(({ check, result, reason, source }) => ({ check, result, reason, source }));
  return {
    name,
    version,
    verdict,
    doubts: facts.filter(({ result }) => result !== 'allow'),
    passed: facts.filter(({ result }) => result === 'allow'),
  };
}

function changeOf({ before, after }: FileRecord): ChangedFile['change'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'edited';
}
