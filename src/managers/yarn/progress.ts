import type { ManagerProgress, ProgressReader } from '../../ports/manager-driver.ts';
import { lineReader } from '../lines.ts';

const order: readonly ManagerProgress['phase'][] = ['resolving', 'fetching', 'linking'];

/** Yarn 1 with `--json`: a `step` for each of its four, and no counts that are worth their lines (Yarn 1: json-reporter). */
export function classicProgress(): ProgressReader {
  return phases((line) => {
    const step = /^\{"type":"step","data":\{"message":"(\w+)/.exec(line)?.[1];
    return step === undefined ? undefined : { Resolving: order[0], Fetching: order[1], Linking: order[2] }[step];
  });
}

/** Yarn 4 with `--json`: where each of its steps begins (Yarn's repository: StreamReport). */
export function berryProgress(): ProgressReader {
  return phases((line) => {
    const step = /"data":"┌ (\w+) step"/.exec(line)?.[1];
    return step === undefined ? undefined : { Resolution: order[0], Fetch: order[1], Link: order[2] }[step];
  });
}

/** A second run in the same context begins anew, and is not told: what was told goes on only. */
function phases(phaseIn: (line: string) => ManagerProgress['phase'] | undefined): ProgressReader {
  let at = -1;
  let told: ManagerProgress | undefined;
  const read = lineReader((line) => {
    const phase = phaseIn(line);
    const next = phase === undefined ? -1 : order.indexOf(phase);
    if (phase === undefined || next <= at) return;
    at = next;
    told = { phase, done: undefined, of: undefined };
  });
  return (piece) => {
    told = undefined;
    read(piece);
    return told;
  };
}
