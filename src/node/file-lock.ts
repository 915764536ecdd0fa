import { promises } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { CancelledError } from '../base/errors.ts';
import type { FileLock } from '../ports/lock.ts';
import { fileError } from './disk-files.ts';
import { identitySchema, ownIdentity, stateOf, type ProcessIdentity } from './process-identity.ts';

const heartbeatMs = 2_000;
/** An owner in another container or machine is judged by its heartbeat alone. */
const staleMs = 15_000;
const pollMs = 100;

/**
 * A lock file made by `link` (atomic on every file system, network ones too), with its owner written inside and its
 * time moved on as a heartbeat. A dead owner's lock is renamed away before it is removed, so that two waiters never
 * both think they took it.
 */
export const fileLock: FileLock = {
  async acquire(path, onWait, signal) {
    const draft = `${path}.${crypto.randomUUID()}`;
    const owner = JSON.stringify(ownIdentity());
    try {
      await promises.mkdir(dirname(path), { recursive: true });
      await promises.writeFile(draft, owner);
      await waitForLink(draft, path, onWait, signal);
    } catch (error) {
      throw fileError(error, path);
    } finally {
      await promises.rm(draft, { force: true }).catch(() => undefined);
    }
    const timer = setInterval(
      () => void promises.utimes(path, new Date(), new Date()).catch(() => undefined),
      heartbeatMs,
    );
    timer.unref();
    return async () => {
      clearInterval(timer);
      if ((await promises.readFile(path, 'utf8').catch(() => '')) === owner) await promises.rm(path, { force: true });
    };
  },
};

async function waitForLink(
  draft: string,
  path: string,
  onWait: (owner: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let told = false; ;) {
    if (signal.aborted) throw new CancelledError();
    if (await tryLink(draft, path)) return;
    if (await removeStale(path)) continue;
    if (!told) onWait(await promises.readFile(path, 'utf8').catch(() => ''));
    told = true;
    await delay(pollMs, undefined, { signal }).catch(() => {
      throw new CancelledError();
    });
  }
}

async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await promises.link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string): Promise<boolean> {
  const text = await promises.readFile(path, 'utf8').catch(() => undefined);
  // Gone since: the next try will get it.
  if (text === undefined) return true;
  if (!(await isStale(path, text))) return false;
  const aside = `${path}.${crypto.randomUUID()}`;
  try {
    await promises.rename(path, aside);
    // Someone may have renewed it between our look and the rename: then it is put back.
    if ((await promises.readFile(aside, 'utf8')) !== text) await promises.link(aside, path).catch(() => undefined);
    await promises.rm(aside, { force: true });
    return true;
  } catch {
    return false;
  }
}

async function isStale(path: string, text: string): Promise<boolean> {
  const owner = parseOwner(text);
  const state = owner === undefined ? 'foreign' : stateOf(owner);
  if (state !== 'foreign') return state === 'dead';
  const mtime = await promises.stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  return Date.now() - mtime > staleMs;
}

function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const owner = v.safeParse(identitySchema, JSON.parse(text));
    return owner.success ? owner.output : undefined;
  } catch {
    return undefined;
  }
}
