import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from '../../src/hosts/cli/run.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { never, useHermeticProcess } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';

describe('a person at a terminal', () => {
  useHermeticProcess();
  const { project } = useCliProjects();

  /** What a command printed, and how it ended. */
  async function typed(app: TempProject, argv: readonly string[], isTerminal = true) {
    const said = { out: '', error: '' };
    const code = await runCli(argv, {
      cwd: app.folder,
      version: '1.2.3',
      nodeVersion: process.version,
      dataFolder: path.join(import.meta.dirname, '../../data'),
      makeScanner,
      streams: { out: (text) => (said.out += text), error: (text) => (said.error += text) },
      signal: never,
      readInput: () => assert.fail('stdin was read'),
      isTerminal,
    });
    return { code, ...said };
  }

  it('answers with --yes what the gate asks about a lookalike', async () => {
    const { code, out } = await typed(project(), ['install', 'lodahs', '--yes', '--json']);
    const { operation } = JSON.parse(out) as { operation: { status: string; decidedBy: string } };
    assert.deepEqual([code, operation.status], [0, 'succeeded']);
    assert.match(operation.decidedBy, /^You, though the gate asked: Looks like lodash/);
  });

  it('allows code of the repository, which a script cannot, by the digest of what they looked at', async () => {
    const app = project({ 'pnpm-lock.yaml': '', '.pnpmfile.cjs': 'module.exports = {};\n' });
    const shown = await typed(app, ['consent', '--json']);
    const { questions } = JSON.parse(shown.out) as { questions: [{ digest: string; consented: boolean }] };
    const [{ digest, consented }] = questions;
    assert.deepEqual([shown.code, consented], [1, false]);
    const plain = await typed(app, ['consent']);
    assert.match(plain.out, /^pnpm would run this code .*\n {2}[0-9a-f]{12} {2}\.pnpmfile\.cjs\nLook at it\./);

    const script = await typed(app, ['consent', digest], false);
    assert.equal(script.code, 2);
    assert.match(script.error, /^QM_PROJECT_HOOKS Only a person at a terminal can allow code of a repository\./);
    for (const other of ['', digest.slice(0, 11), 'f'.repeat(64)]) {
      const { code, error } = await typed(app, ['consent', other]);
      assert.equal(code, 2);
      assert.match(error, /^QM_USAGE Nothing that is to be allowed has the digest/);
    }
    assert.equal((await typed(app, ['consent'])).code, 1, 'nothing was allowed');

    const allowed = await typed(app, ['consent', digest.slice(0, 12)]);
    assert.deepEqual([allowed.code, allowed.error], [0, '']);
    assert.match(allowed.out, /^pnpm may run this code, as you allowed:/);
    assert.equal((await typed(app, ['consent'])).code, 0);
    app.write('.pnpmfile.cjs', 'module.exports = { hooks: {} };\n');
    assert.equal((await typed(app, ['consent'])).code, 1);
  });

  it('is told where there is nothing to allow', async () => {
    const { code, out } = await typed(project(), ['consent']);
    assert.deepEqual(
      [code, out],
      [0, 'No code of this repository that could be allowed would be run by its package manager.\n'],
    );
  });
});
