import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from '../../src/hosts/cli/run.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { never, useHermeticProcess } from '../support/engine.ts';

describe('a person at a terminal', () => {
  useHermeticProcess();
  const { project } = useCliProjects();

  it('answers with --yes what the gate asks about a lookalike', async () => {
    const app = project();
    let out = '';
    const code = await runCli(['install', 'lodahs', '--yes', '--json'], {
      cwd: app.folder,
      version: '1.2.3',
      nodeVersion: process.version,
      dataFolder: path.join(import.meta.dirname, '../../data'),
      makeScanner,
      streams: { out: (text) => (out += text), error: () => undefined },
      signal: never,
      readInput: () => assert.fail('stdin was read'),
      isTerminal: true,
    });
    const { operation } = JSON.parse(out) as { operation: { status: string; decidedBy: string } };
    assert.deepEqual([code, operation.status], [0, 'succeeded']);
    assert.match(operation.decidedBy, /^You, though the gate asked: Looks like lodash/);
  });
});
