import fs from 'node:fs';
import { childrenOf } from './process-tree.ts';

/**
 * Extension hosts that a server has started, by their process ids. What a host has just forked carries its command line
 * until it becomes another program; it is no host.
 */
export function hostsBelow(pid: number): readonly number[] {
  return childrenOf(pid).flatMap((child) => (isHost(child) ? [child] : hostsBelow(child)));
}

export function isHost(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost');
  } catch {
    return false;
  }
}
