import fs from 'node:fs';
import path from 'node:path';
import { hermeticEnvironment } from '../../test/support/environment.ts';
import { run } from '../../test/support/run-command.ts';
import { createTempProject, type TempProject } from '../../test/support/temp-project.ts';
import type { Staged } from './build.ts';
import type { Row } from '../report.ts';
import { smallProject } from './samples.ts';

const rounds = 15;
const knip = path.join(import.meta.dirname, '../../node_modules/knip/bin/knip.js');

interface Case {
  readonly row: Omit<Row, 'values' | 'unit'>;
  readonly argv: readonly string[];
  readonly project: TempProject;
  /** What of the user's cache folder is thrown away before each run. */
  readonly forget: string | undefined;
  readonly expectedCode: number;
  readonly values: number[];
}

/** Whole processes, from start to exit, one of each case a round. */
export async function measureScan({ dist }: Staged): Promise<readonly Row[]> {
  const scan = [path.join(dist, 'cli.js'), 'scan', '--json'];
  const whole = createTempProject({ files: smallProject() });
  const lacking = createTempProject({ files: lackingProject() });
  const remembered = createTempProject({ files: smallProject() });
  const first = createTempProject({ files: lackingProject() });
  const make = (what: string, argv: readonly string[], project: TempProject, bar?: number): Case => ({
    row: { what, ...(bar === undefined ? {} : { bar }) },
    argv,
    project,
    forget: project === remembered ? undefined : project === first ? 'cache' : 'cache/scan',
    expectedCode: project === lacking || project === first ? 1 : 0,
    values: [],
  });
  const cases = [
    make('quartermaster scan, 20 files, cached', scan, remembered, 250),
    make('the same, nothing remembered, no candidate', scan, whole, 250),
    make('the same, nothing remembered of them, a candidate', scan, lacking, 800),
    make('the same, the first run on a machine: no compiled code either', scan, first, 800),
    make('quartermaster version: what starting it costs', [path.join(dist, 'cli.js'), 'version'], remembered),
    make('peer: knip 6 --include unlisted,unresolved, a candidate', knipArgv(), lacking),
  ];
  try {
    // Not counted: fills the file system's cache and the remembered project's.
    for (const one of cases) await timed(one);
    for (let round = 0; round < rounds; round++) for (const one of cases) one.values.push(await timed(one));
    return cases.map(({ row, values }) => ({ ...row, unit: 'ms', values }));
  } finally {
    for (const project of [whole, lacking, first, remembered]) project.dispose();
  }
}

/** knip looks only at what an entry reaches: here every file is one. */
function lackingProject(): ReturnType<typeof smallProject> {
  return {
    ...smallProject(),
    'knip.json': { entry: ['src/**/*.ts'] },
    'src/lack.ts': "import 'not-installed-anywhere';\n",
  };
}

function knipArgv(): readonly string[] {
  return [knip, '--no-progress', '--include', 'unlisted,unresolved'];
}

async function timed({ argv, project, forget, expectedCode }: Case): Promise<number> {
  const home = project.path('.bench-home');
  const env = hermeticEnvironment({ home });
  if (forget !== undefined)
    fs.rmSync(path.join(env['QUARTERMASTER_HOME'] ?? '', forget), { recursive: true, force: true });
  const started = performance.now();
  const { code, stderr, stdout } = await run(process.execPath, argv, { cwd: project.folder, env });
  const took = performance.now() - started;
  if (code !== expectedCode) {
    throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  }
  return took;
}
