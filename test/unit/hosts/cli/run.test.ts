import assert from 'node:assert/strict';
import { CancelledError } from '../../../../src/base/errors.ts';
import { runCli, type CliEnvironment } from '../../../../src/hosts/cli/run.ts';
import type { Scanner } from '../../../../src/ports/scanner.ts';

describe('runCli', () => {
  /** Every look at a folder is given up at once. */
  const cancelledScanner = () =>
    new Proxy({} as Scanner, {
      get: (_, key) => (key === 'then' ? undefined : () => Promise.reject(new CancelledError())),
    });

  async function run(argv: readonly string[], nodeVersion: string, over: Partial<CliEnvironment> = {}) {
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
      ...over,
    });
    return { code, out, error };
  }

  for (const version of ['v18.19.0', 'v20.20.2', 'v22.12.0', 'v0.0.0', 'nonsense']) {
    it(`refuses Node ${version}, and says what to do`, async () => {
      for (const argv of [['scan'], ['install', 'x'], ['mode']]) {
        const { code, out, error } = await run(argv, version);
        assert.deepEqual([code, out], [2, '']);
        assert.match(
          error,
          /^QM_NODE_TOO_OLD Node \S+ is too old: Quartermaster needs 22\.13 or later\.\n {2}Install a newer Node/,
        );
      }
    });
  }

  it('says on any Node what it is and how it is used', async () => {
    assert.deepEqual(await run(['--version'], 'v18.19.0'), { code: 0, out: '1.2.3\n', error: '' });
    for (const argv of [[], ['help'], ['help', 'install'], ['install', '--help'], ['scan', '-h']]) {
      const { code, out, error } = await run(argv, 'v18.19.0');
      assert.deepEqual([code, error], [0, ''], argv.join(' '));
      assert.match(out, /^quartermaster /);
    }
  });

  it('says in the document that a run was cancelled', async () => {
    for (const [argv, printed] of [
      [['scan', '--json'], '{\n  "schema": 1,\n  "cancelled": true,\n  "error": null\n}\n'],
      [['scan'], ''],
    ] as const) {
      const { code, out, error } = await run(argv, 'v24.0.0', { cwd: process.cwd(), makeScanner: cancelledScanner });
      assert.deepEqual([code, out, error], [2, printed, 'Cancelled. Nothing was changed.\n']);
    }
  });

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
