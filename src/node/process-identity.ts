import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sep } from 'node:path';
import * as v from 'valibot';

/** One that was written down; anything else than an identity is none. */
export const identitySchema = v.object({
  host: v.string(),
  bootId: v.string(),
  pidNamespace: v.string(),
  pid: v.number(),
  startTime: v.string(),
});

/** Enough to tell whether a process that wrote something down still runs. */
export interface ProcessIdentity {
  readonly host: string;
  /** Changes with each start of the machine; '' where the system does not tell. */
  readonly bootId: string;
  /** The container's view of process numbers; '' where there is none. */
  readonly pidNamespace: string;
  readonly pid: number;
  /** Start of the process in the system's own unit; '' where it does not tell. */
  readonly startTime: string;
}

export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

/** Of a process of this machine and container. */
export function identityOf(pid: number): ProcessIdentity {
  return {
    host: hostname(),
    bootId: read('/proc/sys/kernel/random/boot_id'),
    pidNamespace: readLink('/proc/self/ns/pid'),
    pid,
    startTime: startTimeOf(pid),
  };
}

/** `foreign`: written on another machine or in another container, so its process number says nothing here. */
export function stateOf(identity: ProcessIdentity): 'alive' | 'dead' | 'foreign' {
  const own = ownIdentity();
  if (identity.host !== own.host || identity.pidNamespace !== own.pidNamespace) return 'foreign';
  if (identity.bootId !== own.bootId) return 'dead';
  if (!isThere(identity.pid)) return 'dead';
  return startTimeOf(identity.pid) === identity.startTime ? 'alive' : 'dead';
}

/** Field 22 of /proc/PID/stat (proc(5)). */
function startTimeOf(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** Whoever has the number now. */
function isThere(pid: number): boolean {
  return isRunning(pid) && !hasEnded(pid);
}

/**
 * One that has ended keeps its number until its parent asks how: in a container whose first process asks for nobody that is
 * for ever. Field 3 of /proc/PID/stat.
 */
function hasEnded(pid: number): boolean {
  return /^[ZX]/.test(statOf(pid)[0] ?? '');
}

/** True where a process of the group (field 5) has not ended. Where the system does not tell: true. */
export function isGroupRunning(group: number): boolean {
  return !canTell() || membersOf(group).length > 0;
}

function canTell(): boolean {
  return statOf(process.pid).length > 0;
}

function membersOf(group: number): readonly number[] {
  const pids = readFolder('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    const [state = 'X', , of] = statOf(pid);
    return of === String(group) && !/^[ZX]/.test(state);
  });
}

/**
 * True where a process has ended and others of the group that it led work on in one of the folders: it alone was killed, or
 * it did not wait for them. No new process gets the number of a group that still has a member (POSIX, fork: "the child
 * process ID also shall not match any active process group ID"). False where the system does not tell.
 */
export function hasOrphans(leader: ProcessIdentity, folders: readonly string[]): boolean {
  const isOfThisStart = leader.bootId === ownIdentity().bootId && leader.startTime !== '';
  if (stateOf(leader) !== 'dead' || !isOfThisStart || isThere(leader.pid)) return false;
  return membersOf(leader.pid).some((pid) => {
    const cwd = readLink(`/proc/${pid}/cwd`);
    return folders.some((folder) => cwd === folder || cwd.startsWith(folder + sep));
  });
}

/** From its third field on; the program's name before that may hold spaces and brackets. */
function statOf(pid: number): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process is a running one.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
