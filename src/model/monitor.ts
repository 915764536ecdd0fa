import type { ProjectId } from './operation.ts';

export const monitorKinds = ['security', 'updates', 'conflicts', 'deprecations'] as const;
export type MonitorKind = (typeof monitorKinds)[number];

/** One row of `package_monitors`: one a project and kind. */
export interface MonitorRow {
  readonly projectId: ProjectId;
  readonly kind: MonitorKind;
  readonly enabled: boolean;
  readonly paused: boolean;
  readonly autoFix: boolean;
  readonly intervalMinutes: number;
  /** `not-run` is not `ok`: what was never checked is not clean. */
  readonly status: 'not-run' | 'running' | 'ok' | 'failed';
  readonly error: string | undefined;
  readonly findings: number | undefined;
  readonly lastRunAt: string | undefined;
  readonly lastSuccessAt: string | undefined;
  readonly nextRunAt: string | undefined;
}
