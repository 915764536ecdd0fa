import type { MonitorRow } from '../model/monitor.ts';
import type { MonitorFacts } from './protocol.ts';

/** One monitor as it is shown. A failed or first run never looks like a clean one. */
export function monitorFacts(row: MonitorRow): MonitorFacts {
  return {
    kind: row.kind,
    state: stateOf(row),
    findings: row.findings,
    current: row.findings !== undefined && row.status !== 'failed',
    autoFix: row.autoFix,
    lastSuccessAt: row.lastSuccessAt,
    nextRunAt: row.enabled && !row.paused ? row.nextRunAt : undefined,
    error: row.error,
  };
}

function stateOf(row: MonitorRow): MonitorFacts['state'] {
  if (!row.enabled) return 'off';
  if (row.paused) return 'paused';
  if (row.status === 'running') return 'running';
  if (row.status !== 'ok' || row.findings === undefined) return 'unknown';
  return row.findings > 0 ? 'findings' : 'ok';
}
