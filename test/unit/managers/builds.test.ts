import assert from 'node:assert/strict';
import { deniedIn } from '../../../src/managers/denied-builds.ts';
import { npmDriver } from '../../../src/managers/npm/driver.ts';
import { rebuildArgv as npmRebuild } from '../../../src/managers/npm/argv.ts';
import { rebuildArgv as pnpmRebuild } from '../../../src/managers/pnpm/argv.ts';
import { pnpmScriptHazards } from '../../../src/managers/pnpm/hazards.ts';
import { readBuild } from '../../../src/managers/pnpm/output.ts';
import { npmrcScriptHazards } from '../../../src/managers/script-settings.ts';

describe('a rebuild', () => {
  it('of npm names the folder, and takes back what a repository may have set', () => {
    const argv = npmRebuild('node_modules/@s/a');
    assert.deepEqual(argv.slice(-2), ['--', './node_modules/@s/a']);
    for (const fixed of ['--no-ignore-scripts', '--script-shell=', '--node-options=']) assert.ok(argv.includes(fixed));
  });

  it('of pnpm allows one version, whatever the generation takes for a name', () => {
    assert.deepEqual(pnpmRebuild('@s/a', '1.0.0', false).slice(-2), ['--', '@s/a@1.0.0']);
    assert.deepEqual(pnpmRebuild('@s/a', '1.0.0', true).slice(-3), [
      '--config.allow-builds={"@s/a@1.0.0":true}',
      '--',
      '@s/a',
    ]);
  });

  it('of pnpm is done where a script ended well, and not where all were left out', () => {
    const line = (fields: object): string => JSON.stringify({ name: 'pnpm:lifecycle', level: 'debug', ...fields });
    const said = [line({ script: 'node build.js' }), line({ line: 'compiling' }), line({ exitCode: 0 }), 'WARN x'];
    assert.deepEqual(readBuild(said.join('\n')), { text: 'compiling', isDone: true });
    assert.deepEqual(readBuild(line({ exitCode: 1 })), { text: '', isDone: false });
    assert.equal(readBuild(JSON.stringify({ name: 'pnpm:ignored-scripts', packageNames: ['a'] })).isDone, false);
  });
});

describe("npm's notes of a tree", () => {
  const places = (text: string | undefined) => npmDriver.scriptedPlaces?.(async () => text);

  it('name the packages with install scripts', async () => {
    const packages = {
      'node_modules/a': { version: '1.0.0', hasInstallScript: true },
      'node_modules/b': { version: '1.0.0' },
      'packages/x/node_modules/c': { hasInstallScript: true },
      'node_modules/d': null,
    };
    assert.deepEqual(await places(JSON.stringify({ packages })), ['node_modules/a', 'packages/x/node_modules/c']);
  });

  it('are none where they cannot be read', async () => {
    for (const text of [undefined, '', '{', '[]', '{"packages":[]', '{"packages":null}']) {
      assert.equal(await places(text), undefined, text);
    }
  });
});

describe('deniedIn', () => {
  it('reads what a list says no to', () => {
    const list = { a: false, b: true, '@s/c@1.0.0 || 1.1.0': false, 'd@*': false, e: 'false' };
    assert.deepEqual(deniedIn(list), ['a', '@s/c@1.0.0', '@s/c@1.1.0', 'd']);
    for (const other of [undefined, null, 'a', 1]) assert.deepEqual(deniedIn(other), []);
  });
});

describe('settings that reach an install script', () => {
  const hazards = async (npmrc: string, workspace?: string): Promise<readonly (string | undefined)[]> => {
    const read = async (path: string): Promise<string | undefined> => (path === '.npmrc' ? npmrc : workspace);
    const found = workspace === undefined ? await npmrcScriptHazards(read) : await pnpmScriptHazards(read);
    return found.map(({ setting }) => setting);
  };

  it('are all that are not known to do nothing there', async () => {
    const harmless =
      'registry=https://r.example\n@s:registry=https://r.example\n//r.example/:_authToken=x\nfund=false\n';
    assert.deepEqual(await hazards(harmless), []);
    assert.deepEqual(await hazards(`${harmless}python=./evil.py\nsharp_binary_host=https://evil.example\n`), [
      'python',
      'sharp_binary_host',
    ]);
    assert.deepEqual(await hazards('node-gyp=./evil.js\ncxx = ./evil\n'), ['node-gyp', 'cxx']);
  });

  it('are the shell and the options of Node in pnpm-workspace.yaml too', async () => {
    assert.deepEqual(await hazards('', 'packages: []\nscriptShell: ./evil\nnodeOptions: --require=./evil\n'), [
      'scriptShell',
      'nodeOptions',
    ]);
    assert.deepEqual(await hazards('', 'scriptShell: ""\nshellEmulator: false\n'), []);
  });
});
