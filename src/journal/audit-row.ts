import * as v from 'valibot';
import type { OperationAudit } from '../model/audit.ts';
import { dependencyFields } from '../model/manifest.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { Plan } from '../model/plan.ts';
import type { SqlRow, SqlValue } from '../ports/sql.ts';

const packageName = v.pipe(
  v.string(),
  v.check((name) => parsePackageName(name) !== undefined),
  v.transform((name) => name as PackageName),
);
const planSchema = v.object({
  project: v.string(),
  packages: v.array(
    v.object({
      package: packageName,
      manifest: v.string(),
      field: v.picklist(dependencyFields),
      range: v.optional(v.string()),
      version: v.optional(v.string()),
    }),
  ),
  edits: v.array(
    v.object({
      manifest: v.string(),
      field: v.picklist(dependencyFields),
      name: v.string(),
      range: v.optional(v.string()),
    }),
  ),
  catalogEdits: v.optional(
    v.array(v.object({ catalog: v.string(), name: v.string(), range: v.optional(v.string()) })),
    [],
  ),
});
const evidenceSchema = v.array(v.object({ kind: v.string(), source: v.string(), at: v.string(), detail: v.string() }));
const alternativesSchema = v.array(v.object({ plan: planSchema, reason: v.string() }));

/** The columns of the audit record. Empty lists are no value. */
export const auditColumns: readonly (readonly [string, (audit: OperationAudit) => SqlValue])[] = [
  ['rule_id', (audit) => audit.rule ?? null],
  ['plan', (audit) => (audit.plan === undefined ? null : JSON.stringify(audit.plan))],
  ['evidence', (audit) => list(audit.evidence)],
  ['alternatives', (audit) => list(audit.alternatives)],
  ['base_hash', (audit) => audit.baseHash ?? null],
  ['expires_at', (audit) => audit.expiresAt ?? null],
  ['approved_by', (audit) => audit.approvedBy ?? null],
  ['approved_at', (audit) => audit.approvedAt ?? null],
];

/** Throws for a row that this version cannot read. */
export function toAudit(row: SqlRow): OperationAudit {
  const text = (column: string): string | undefined => (typeof row[column] === 'string' ? row[column] : undefined);
  const json = (column: string): unknown => JSON.parse(text(column) ?? 'null') as unknown;
  const plan = json('plan');
  return {
    rule: text('rule_id'),
    plan: plan === null ? undefined : toPlan(v.parse(planSchema, plan)),
    evidence: v.parse(evidenceSchema, json('evidence') ?? []),
    alternatives: v
      .parse(alternativesSchema, json('alternatives') ?? [])
      .map((one) => ({ plan: toPlan(one.plan), reason: one.reason })),
    baseHash: text('base_hash'),
    expiresAt: text('expires_at'),
    approvedBy: text('approved_by'),
    approvedAt: text('approved_at'),
  };
}

/** JSON leaves `undefined` out; reading puts it back, so that both sides have the same shape. */
function toPlan({ project, packages, edits, catalogEdits }: v.InferOutput<typeof planSchema>): Plan {
  return {
    project,
    packages: packages.map((one) => ({ ...one, range: one.range, version: one.version })),
    edits: edits.map((one) => ({ ...one, range: one.range })),
    catalogEdits: catalogEdits.map((one) => ({ ...one, range: one.range })),
  };
}

function list(items: readonly unknown[]): SqlValue {
  return items.length === 0 ? null : JSON.stringify(items);
}
