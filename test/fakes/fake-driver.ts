import { emptyLockfile } from '../../src/model/lockfile.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../../src/ports/manager-driver.ts';

/** A manager that does what a test says, since npm takes a second for each call. */
export function fakeDriver(
  install: (context: DriverContext, call: number) => Promise<void>,
  keepsTrees = false,
): ManagerDriver {
  let calls = 0;
  const run: DriverRun = { argv: ['install'], exitCode: 0, output: '' };
  return {
    id: 'npm',
    drives: () => true,
    lockfiles: ['package-lock.json'],
    configFiles: [],
    trees: ['node_modules'],
    keepsTrees,
    resolve: async () => run,
    async install(context) {
      await install(context, ++calls);
      return run;
    },
    readLockfile: async () => emptyLockfile,
    hazards: async () => [],
    override: async () => ({ path: 'package.json', text: '' }),
  };
}
