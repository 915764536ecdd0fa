import * as v from 'valibot';
import { gateChecks } from '../model/gate.ts';
import { dependencyFields } from '../model/manifest.ts';
import { operationKinds, operationStatuses, triggers, type OperationFacts } from '../model/operation.ts';
import { managerIds } from '../model/project.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { SqlRow, SqlValue } from '../ports/sql.ts';
import { auditColumns, toAudit } from './audit-row.ts';
import { keptDecisionSchema, toKeptDecision } from './kept-decision-column.ts';

/** JSON leaves `undefined` out; reading puts it back, so that both sides have the same shape. */
function orUndefined<T extends v.GenericSchema>(schema: T) {
  return v.optional(v.nullable(schema));
}

const packageName = v.pipe(
  v.string(),
  v.check((name) => parsePackageName(name) !== undefined),
  v.transform((name) => name as PackageName),
);
const packagesSchema = v.array(
  v.object({
    name: v.string(),
    manifest: v.string(),
    field: orUndefined(v.picklist(dependencyFields)),
    from: orUndefined(v.string()),
    to: orUndefined(v.string()),
    range: orUndefined(v.string()),
  }),
);
const gateSchema = v.array(
  v.object({
    package: packageName,
    version: orUndefined(v.string()),
    verdict: v.picklist(['allow', 'ask', 'block']),
    checks: v.array(
      v.object({
        check: v.picklist(gateChecks),
        result: v.picklist(['allow', 'ask', 'block', 'unknown']),
        reason: v.string(),
        source: v.string(),
        checkedAt: v.string(),
      }),
    ),
    broughtBy: v.optional(v.array(packageName), []),
    rules: orUndefined(keptDecisionSchema),
    didYouMean: orUndefined(packageName),
  }),
);
const errorSchema = v.object({
  code: v.string(),
  message: v.string(),
  hint: v.string(),
  details: orUndefined(v.string()),
});

/** Columns of package_operations in one order, each with how an operation becomes it. */
export const columns: readonly (readonly [string, keyof OperationFacts, (operation: OperationFacts) => SqlValue])[] = [
  ['id', 'id', (o) => o.id],
  ['kind', 'kind', (o) => o.kind],
  ['status', 'status', (o) => o.status],
  ['triggered_by', 'trigger', (o) => o.trigger],
  ['claimed_trigger', 'claimedTrigger', (o) => o.claimedTrigger ?? null],
  ['project_id', 'projectId', (o) => o.projectId],
  ['project', 'project', (o) => o.project],
  ['packages', 'packages', (o) => JSON.stringify(o.packages)],
  ['manager', 'manager', (o) => o.manager ?? null],
  ['command', 'command', (o) => (o.command === undefined ? null : JSON.stringify(o.command))],
  ['exit_code', 'exitCode', (o) => o.exitCode ?? null],
  ['manager_version', 'managerVersion', (o) => o.managerVersion ?? null],
  ['output', 'output', (o) => o.output ?? null],
  ['progress', 'progress', (o) => o.progress],
  ['step', 'step', (o) => o.step ?? null],
  ['decided_by', 'decidedBy', (o) => o.decidedBy],
  ...auditColumns.map(([column, value]) => [column, 'audit', (o: OperationFacts) => value(o.audit)] as const),
  ['gate', 'gate', (o) => JSON.stringify(o.gate)],
  ['score', 'score', (o) => o.score ?? null],
  ['error', 'error', (o) => (o.error === undefined ? null : JSON.stringify(o.error))],
  ['undoes', 'undoes', (o) => o.undoes ?? null],
  ['undone_by', 'undoneBy', (o) => o.undoneBy ?? null],
  ['created_at', 'createdAt', (o) => o.createdAt],
  ['started_at', 'startedAt', (o) => o.startedAt ?? null],
  ['ended_at', 'endedAt', (o) => o.endedAt ?? null],
];

/** The row as an operation, but for its files. Throws a ValiError for a row that this version cannot read. */
export function toFacts(row: SqlRow): OperationFacts {
  const text = (column: string): string => String(row[column] ?? '');
  const optional = (column: string): string | undefined => (row[column] === null ? undefined : String(row[column]));
  return {
    id: text('id'),
    kind: v.parse(v.picklist(operationKinds), row['kind']),
    status: v.parse(v.picklist(operationStatuses), row['status']),
    trigger: v.parse(v.picklist(triggers), row['triggered_by']),
    claimedTrigger: optional('claimed_trigger'),
    projectId: text('project_id'),
    project: text('project'),
    packages: v.parse(packagesSchema, json(row, 'packages')).map((change) => ({
      name: change.name,
      manifest: change.manifest,
      field: change.field ?? undefined,
      from: change.from ?? undefined,
      to: change.to ?? undefined,
      range: change.range ?? undefined,
    })),
    manager: v.parse(orUndefined(v.picklist(managerIds)), row['manager']) ?? undefined,
    command: v.parse(orUndefined(v.array(v.string())), json(row, 'command')) ?? undefined,
    exitCode: row['exit_code'] === null ? undefined : Number(row['exit_code']),
    managerVersion: optional('manager_version'),
    output: optional('output'),
    progress: Number(row['progress']),
    step: optional('step'),
    decidedBy: text('decided_by'),
    audit: toAudit(row),
    gate: v.parse(gateSchema, json(row, 'gate')).map(({ rules, ...report }) => ({
      ...report,
      ...(rules ? { rules: toKeptDecision(rules) } : {}),
      version: report.version ?? undefined,
      didYouMean: report.didYouMean ?? undefined,
    })),
    score: row['score'] === null ? undefined : Number(row['score']),
    error: errorOf(row),
    undoes: optional('undoes'),
    undoneBy: optional('undone_by'),
    createdAt: text('created_at'),
    startedAt: optional('started_at'),
    endedAt: optional('ended_at'),
  };
}

function errorOf(row: SqlRow): OperationFacts['error'] {
  const error = v.parse(orUndefined(errorSchema), json(row, 'error'));
  return error === undefined || error === null ? undefined : { ...error, details: error.details ?? undefined };
}

function json(row: SqlRow, column: string): unknown {
  const value = row[column];
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined;
}
