import { diskFiles } from '../../src/node/disk-files.ts';
import type { DriverContext } from '../../src/ports/manager-driver.ts';
import type { RunRequest, RunResult } from '../../src/ports/process-runner.ts';

/** What a driver works with where a runner gives one answer to everything and keeps what it was asked. */
export function answering(
  answer: Partial<RunResult>,
  script = '/manager.js',
  cwd = '/p',
): { readonly asked: RunRequest[]; readonly context: DriverContext } {
  const asked: RunRequest[] = [];
  const run: DriverContext['run'] = {
    async run(request) {
      asked.push(request);
      return { exitCode: 0, stdout: '', stderr: '', timedOut: false, durationMs: 1, ...answer };
    },
    endGroup: async () => undefined,
  };
  const tool = { file: '/n', prefix: [script], version: '1' };
  return { asked, context: { run, files: diskFiles, tool, cwd, project: cwd, scratch: `${cwd}/scratch` } };
}
