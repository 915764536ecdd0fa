import * as v from 'valibot';
import { approvers } from '../model/approval.ts';
import { gateChecks } from '../model/gate.ts';
import { dependencyFields, dependencyTypes } from '../model/manifest.ts';
import { triggers } from '../model/operation.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';

/** The file is the user's own, and yet a file: what it names goes through the same checks as what is typed. */
const packageName = v.pipe(
  v.string(),
  v.check((name) => parsePackageName(name) !== undefined),
  v.transform((name) => name as PackageName),
);
const answer = v.pipe(
  v.object({ package: packageName, version: v.optional(v.string()), checks: v.array(v.picklist(gateChecks)) }),
  v.transform((read) => ({ ...read, version: read.version })),
);
const options = v.object({
  trigger: v.picklist(triggers),
  claimedTrigger: v.optional(v.string()),
  confirmed: v.union([v.boolean(), v.literal('unattended')]),
  shown: v.optional(v.array(v.string())),
  automatic: v.boolean(),
  approval: v.optional(v.object({ by: v.picklist(approvers), at: v.string(), answers: v.array(answer) })),
});
const removal = { package: packageName, manifest: v.string() };

const move = v.object({ ...removal, field: v.picklist(dependencyTypes) });

const installation = v.pipe(
  v.object({ ...removal, range: v.optional(v.string()), field: v.picklist(dependencyFields) }),
  v.transform((request) => ({ ...request, range: request.range })),
);

/** What is done with the install scripts of one package. */
const build = <const Kind extends string>(kind: Kind) =>
  v.pipe(
    v.object({
      kind: v.literal(kind),
      project: v.string(),
      name: v.string(),
      version: v.string(),
      scripts: v.array(v.string()),
      integrity: v.optional(v.string()),
      options,
    }),
    v.transform((request) => ({ ...request, integrity: request.integrity })),
  );

/** A request as it was written down; see model/stored-request.ts. JSON leaves out what is undefined. */
export const storedRequestSchema = v.variant('kind', [
  v.object({
    kind: v.literal('install'),
    requests: v.array(installation),
    options,
  }),
  v.object({ kind: v.literal('remove'), requests: v.array(v.object(removal)), options }),
  v.object({ kind: v.literal('move'), requests: v.array(move), options }),
  v.object({ kind: v.literal('restore'), project: v.string(), options }),
  build('build'),
  build('share'),
  v.object({ kind: v.literal('rollback'), id: v.string(), options }),
  v.object({ kind: v.literal('settle'), id: v.string(), options }),
]);
