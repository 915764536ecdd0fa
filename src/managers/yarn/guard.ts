import type { ManagerTool } from '../../ports/manager-driver.ts';

/**
 * Arguments by which Node runs Yarn's own file behind a wall: no other program than git is started. Both Yarns build a
 * package from git by running its scripts, whatever they are told of scripts, and Yarn 4 runs the generator of an `exec:`
 * dependency; no setting keeps them from it. What would have been run ends the command with `not run`, which failure.ts
 * knows. `before`: more code, run first.
 */
export function guarded({ prefix }: ManagerTool, before = ''): readonly string[] {
  return ['-e', `${wall}${before}require(process.argv[1]);`, ...prefix];
}

/** In the words of an old Node too: Yarn 1 is run on what the project has. */
const wall = `
// Workers would inherit a program that they must not have.
process.execArgv = [];
const children = require('child_process');
for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) {
  const run = children[name];
  const runsFiles = name.startsWith('spawn') || name.startsWith('execFile');
  children[name] = function (file) {
    if (runsFiles && file === 'git') return run.apply(this, arguments);
    throw new Error('quartermaster: not run: ' + file);
  };
}
`;
