import type { ManagerProgress, ProgressReader } from '../../ports/manager-driver.ts';
import { lineReader } from '../lines.ts';

/**
 * What pnpm counts with `--reporter=ndjson`: `pnpm:progress` for each package that it resolved, fetched (or found in its
 * store) and put in place (pnpm's repository: core-loggers). The last two go on side by side: once something is put in
 * place, that is what is told.
 */
export function pnpmProgress(): ProgressReader {
  const counts = { resolved: 0, fetched: 0, imported: 0 };
  let told: ManagerProgress | undefined;
  const read = lineReader((line) => {
    const status = /"name":"pnpm:progress"/.test(line) ? /"status":"(\w+)"/.exec(line)?.[1] : undefined;
    if (status === 'resolved' || status === 'imported') counts[status] += 1;
    else if (status === 'fetched' || status === 'found_in_store') counts.fetched += 1;
    else return;
    told = progressOf(counts);
  });
  return (piece) => {
    told = undefined;
    read(piece);
    return told;
  };
}

function progressOf({ resolved, fetched, imported }: Readonly<Record<'resolved' | 'fetched' | 'imported', number>>) {
  const of = Math.max(resolved, fetched, imported);
  if (imported > 0) return { phase: 'linking', done: imported, of } as const;
  return fetched > 0
    ? ({ phase: 'fetching', done: fetched, of } as const)
    : ({ phase: 'resolving', done: resolved, of: undefined } as const);
}
