import type { Downloads } from '../../src/ports/downloads.ts';

/** Counts on this machine, by name; of others nobody ever downloaded any. */
export function fakeDownloads(counts: Readonly<Record<string, number>> = {}): Downloads {
  return {
    isElsewhere: false,
    lastWeek: async (name) => ({ ok: true, weekly: counts[name] ?? 0, checkedAt: '2026-11-23T10:00:00.000Z' }),
  };
}
