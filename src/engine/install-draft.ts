import { QmError } from '../base/errors.ts';
import type { InstallOptions } from '../model/install.ts';
import type { InstallRequest } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import { toRegistryError } from '../managers/failure.ts';
import { decidedBy, ruleOf } from './gatekeeper.ts';
import type { OperationDraft } from './operation-draft.ts';
import type { JudgedRequest } from './proposals.ts';

/** An install as it is queued. */
export function draftOf(project: Project, items: readonly JudgedRequest[], options: InstallOptions): OperationDraft {
  return {
    kind: 'install',
    trigger: options.trigger,
    claimedTrigger: options.claimedTrigger,
    project: project.root,
    packages: items.map(({ request, report }) => ({
      name: request.package,
      manifest: request.manifest,
      field: request.field,
      from: undefined,
      to: report?.version,
      range: request.range,
    })),
    decidedBy: decidedBy(items, options),
    rule: ruleOf(items, options),
    gate: items.flatMap((item) => item.report ?? []),
    undoes: undefined,
    request: {
      kind: 'install',
      requests: items.map(({ request }) => request),
      options: storedOptions(options),
    },
    adopts: options.adopts,
    approval: options.approval,
  };
}

/** What may become one command: the same project, asked by the same, and answered alike. */
export function batchKey(project: Project, options: InstallOptions): string {
  return JSON.stringify([project.root, storedOptions(options), options.adopts]);
}

/** Throws what kept the registry from answering, where it answered to nothing that was asked. */
export function assertAnswered(judged: readonly JudgedRequest[]): void {
  const asked = judged.filter((item) => item.report !== undefined);
  const [first] = asked.flatMap((item) => item.fault ?? []);
  if (first === undefined || asked.some((item) => item.fault === undefined)) return;
  throw toRegistryError(first.reason, first.message);
}

/** The very version that was approved; undefined where nothing was, or where a range decides. */
export function approvedVersion({ package: name }: InstallRequest, { approval }: InstallOptions): string | undefined {
  return approval?.answers.find((answer) => answer.package === name)?.version;
}

/** True where the gate asks what a person can answer. A registry that is silent is asked again, and nobody else. */
export function asksPerson({ report, fault }: JudgedRequest): boolean {
  return report?.verdict === 'ask' && fault === undefined;
}

/** True for what stops an operation until a person has answered. */
export function isQuestion(error: unknown): boolean {
  return error instanceof QmError && error.code === 'QM_GATE_ASK';
}
