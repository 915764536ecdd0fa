import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from '../../src/hosts/cli/run.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { never } from './engine.ts';
import type { TempProject } from './temp-project.ts';

/** What a command printed when a person typed it, who answers questions so, and how it ended; in this very process. */
export async function typed(
  app: TempProject,
  argv: readonly string[],
  { isTerminal = true, answer, input }: { isTerminal?: boolean; answer?: string; input?: string } = {},
) {
  const said = { out: '', error: '' };
  const questions: string[] = [];
  const code = await runCli(argv, {
    cwd: app.folder,
    version: '1.2.3',
    nodeVersion: process.version,
    dataFolder: path.join(import.meta.dirname, '../../data'),
    makeScanner,
    streams: { out: (text) => (said.out += text), error: (text) => (said.error += text) },
    signal: never,
    readInput: async () => input ?? assert.fail('stdin was read'),
    isTerminal,
    ask: async (question) => {
      questions.push(question);
      return answer ?? assert.fail(question);
    },
  });
  return { code, ...said, questions };
}
