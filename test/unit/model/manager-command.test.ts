import assert from 'node:assert/strict';
import { changesModules, installOf } from '../../../src/model/manager-command.ts';

describe('a command', () => {
  const changing = [
    'npm install',
    'npm i left-pad',
    'npm --prefix app ci',
    'npm audit fix',
    'sudo npm update',
    'corepack pnpm install',
    'node /usr/lib/node_modules/npm/bin/npm-cli.js install',
    'C:\\nodejs\\npm.cmd install',
    'pnpm --filter web add left-pad',
    'pnpm -w add left-pad',
    'yarn',
    'yarn --frozen-lockfile',
    'yarn workspace web add left-pad',
    'bun install',
  ];
  for (const line of changing) it(`changes node_modules: ${line}`, () => assert.ok(changesModules(line.split(' '))));

  const harmless = [
    'npm run install',
    'npm test',
    'npm audit',
    'npm install -g left-pad',
    'npx install',
    'yarn build',
    'yarn --version',
    'yarn workspace web build',
    'pnpm',
    'bun run add',
    'bunx add',
    'pip install npm',
    'git add npm',
  ];
  for (const line of harmless) it(`leaves it alone: ${line}`, () => assert.ok(!changesModules(line.split(' '))));
});

describe('the install that a line ends with', () => {
  const table: readonly (readonly [line: string, command: string | undefined, ...folders: string[]])[] = [
    ['npm install', 'npm install'],
    ['  npm   install  "left pad"  ', 'npm install left pad'],
    ['cd app && npm ci', 'npm ci', 'app'],
    ['cd app; cd "in it"; pnpm -C ../web add left-pad', 'pnpm -C ../web add left-pad', 'app', 'in it', '../web'],
    ['(cd app && yarn)', 'yarn', 'app'],
    ['npm --prefix=app i', 'npm --prefix=app i', 'app'],
    ['npm --prefix="my app" i', 'npm --prefix=my app i', 'my app'],
    ['CI=1 NODE_ENV=x npm ci', 'npm ci'],
    ['rm -rf node_modules && npm install', 'npm install'],
    ['npm install 2>&1 | tee install.log', 'npm install'],
    ['npm install;', 'npm install'],
    ['npm install && npm start', undefined],
    ['echo "npm install"', undefined],
    ["git commit -m 'x; npm install'", undefined],
    ['', undefined],
    ['A=b', undefined],
  ];
  for (const [line, command, ...folders] of table) {
    it(line === '' ? 'none in an empty one' : line, () => {
      const found = installOf(line);
      assert.equal(found?.words.join(' '), command);
      assert.deepEqual(found?.folders ?? [], folders);
    });
  }
});
