import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { until } from './until.ts';

/** A process that leads a group and has ended, with a parent that never asks how: as in a container of which nobody does. */
export async function endedUnasked(): Promise<{ readonly parent: ChildProcess; readonly ended: number }> {
  const script = 'exec 3<&0; setsid cat <&3 >/dev/null & echo $!; exec sleep 600';
  const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const ended = Number(String(line));
  const read = (pid: number | undefined, name: string): string => fs.readFileSync(`/proc/${pid}/${name}`, 'utf8');
  // A shell would still ask.
  await until(() => read(parent.pid, 'comm').trim() === 'sleep' && read(ended, 'comm').trim() === 'cat');
  parent.stdin.end();
  await until(() => read(ended, 'stat').includes(') Z '));
  return { parent, ended };
}
