import assert from 'node:assert/strict';
import { runCli } from '../../../../src/hosts/cli/run.ts';

describe('runCli', () => {
  async function run(argv: readonly string[], nodeVersion: string) {
    let out = '';
    let error = '';
    const code = await runCli(argv, {
      cwd: '/',
      version: '1.2.3',
      nodeVersion,
      dataFolder: '/nowhere',
      makeScanner: () => assert.fail('a scanner was made'),
      streams: { out: (text) => (out += text), error: (text) => (error += text) },
      signal: new AbortController().signal,
      readInput: () => assert.fail('stdin was read'),
      isTerminal: false,
    });
    return { code, out, error };
  }

  for (const version of ['v18.19.0', 'v20.20.2', 'v22.12.0', 'v0.0.0', 'nonsense']) {
    it(`refuses Node ${version}, and says what to do`, async () => {
      for (const argv of [['scan'], ['--version'], []]) {
        const { code, out, error } = await run(argv, version);
        assert.deepEqual([code, out], [2, '']);
        assert.match(
          error,
          /^QM_NODE_TOO_OLD Node \S+ is too old: Quartermaster needs 22\.13 or later\.\n {2}Install a newer Node/,
        );
      }
    });
  }

  for (const version of ['v22.13.0', 'v22.22.1', 'v24.0.0', 'v25.0.0-nightly']) {
    it(`runs on Node ${version}`, async () => {
      assert.deepEqual(await run(['--version'], version), { code: 0, out: '1.2.3\n', error: '' });
    });
  }

  it('says that a folder is missing before it makes anything', async () => {
    const { code, out, error } = await run(['scan', '--cwd', '/nowhere/at/all'], 'v24.0.0');
    assert.deepEqual([code, out], [2, '']);
    assert.match(
      error,
      /^QM_FOLDER_MISSING There is no folder \/nowhere\/at\/all\.\n {2}Check the path given to --cwd\.\n$/,
    );
  });
});
