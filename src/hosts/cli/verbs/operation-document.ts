import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import type { Operation } from '../../../model/operation.ts';

/** An operation as the command line prints it: headless contract, verb `install`. File bytes stay in the journal. */
export function operationDocument(operation: Operation): Readonly<Record<string, unknown>> {
  const { id, kind, status, trigger, claimedTrigger, project, manager, command, decidedBy, gate, error } = operation;
  return {
    id,
    kind,
    status,
    triggeredBy: trigger,
    claimedTrigger,
    project,
    projectId: operation.projectId,
    packages: operation.packages.map(({ name, manifest, field, from, to, range }) => ({
      name,
      from: from ?? null,
      to: to ?? null,
      manifest,
      field,
      range,
    })),
    manager,
    command,
    decidedBy,
    gate,
    files: operation.files.map((file) => file.path),
    createdAt: operation.createdAt,
    startedAt: operation.startedAt,
    endedAt: operation.endedAt,
    durationMs: durationOf(operation),
    undoes: operation.undoes,
    undoneBy: operation.undoneBy,
    error,
  };
}

export function durationOf({ startedAt, endedAt }: Operation): number {
  return startedAt === undefined || endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
}

/** One line for a reader. */
export function operationLine(operation: Operation): string {
  const packages = operation.packages
    .map(({ name, from, to }) =>
      from === undefined || to === undefined ? `${name} ${to ?? from ?? ''}`.trim() : `${name} ${from} → ${to}`,
    )
    .join(', ');
  return `${operation.id}  ${statusWord(operation)}  ${kindWord(operation)} ${packages}`.trimEnd();
}

function statusWord({ status }: Operation): string {
  switch (status) {
    case 'queued':
      return t('queued');
    case 'awaiting-approval':
      return t('awaiting approval');
    case 'running':
      return t('running');
    case 'succeeded':
      return t('done');
    case 'failed':
      return t('failed');
    case 'rolled-back':
      return t('rolled back');
    case 'cancelled':
      return t('cancelled');
    case 'needs-user':
      return t('needs you');
    default:
      return assertNever(status);
  }
}

function kindWord({ kind }: Operation): string {
  switch (kind) {
    case 'install':
      return t('install');
    case 'update':
      return t('update');
    case 'security-fix':
      return t('security fix');
    case 'resolve':
      return t('resolve');
    case 'remove':
      return t('remove');
    case 'rollback':
      return t('roll back');
    case 'restore':
      return t('install what is declared');
    default:
      return assertNever(kind);
  }
}
