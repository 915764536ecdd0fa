import { QmError } from '../base/errors.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';

/** Makes the tree of a lockfile. `loosely`: where it does not fit, or there is none, as near to it as the manager can. */
export async function installTree(
  driver: ManagerDriver,
  context: DriverContext,
  loosely: boolean,
  signal: AbortSignal,
): Promise<DriverRun> {
  try {
    return await driver.install(context, signal);
  } catch (error) {
    const isStale = error instanceof QmError && error.code === 'QM_LOCKFILE_STALE';
    if (!loosely || !isStale || driver.installLoosely === undefined) throw error;
    return driver.installLoosely(context, signal);
  }
}

/**
 * Makes the tree of a lockfile after an install that was broken off. Where the manager goes by notes of its own it is
 * asked twice: what they tell of is taken away by them, and what they are wrong about is seen without them.
 */
export function mendTree(driver: ManagerDriver, context: DriverContext, signal: AbortSignal): Promise<DriverRun> {
  return anew(driver, context, () => installTree(driver, context, true, signal));
}

/** The same where somebody else worked there too: the lockfile follows the manifests, and keeps what it has of them. */
export function joinTree(driver: ManagerDriver, context: DriverContext, signal: AbortSignal): Promise<DriverRun> {
  return anew(driver, context, () => (driver.installLoosely ?? driver.install)(context, signal));
}

async function anew(
  driver: ManagerDriver,
  context: DriverContext,
  install: () => Promise<DriverRun>,
): Promise<DriverRun> {
  if (driver.forgetTree !== undefined) {
    // The second is the one that counts.
    await install().catch(() => undefined);
    await driver.forgetTree(context);
  }
  return install();
}
