import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv } from '../registry/osv.ts';
import { startRegistry } from '../registry/registry.ts';
import { bundleSuite } from './suite-bundle.ts';
import { runInDesktop, runInServer } from './suite-hosts.ts';
import type { SuiteLaunch } from './suite-launch.ts';
import { createTempProject, tempFolder, type TempProject } from './temp-project.ts';

// Runs test files inside a real extension host, one host for each folder of them, and sends the counts to the process
// that started it: node test/support/host-suite.ts --timeout MS [--grep TEXT] [--extension FOLDER] -- FILE...

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Those that failed, each with its error. */
  readonly failures: readonly string[];
}

const root = path.join(import.meta.dirname, '../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    timeout: { type: 'string', default: '60000' },
    grep: { type: 'string' },
    extension: { type: 'string', default: root },
  },
});

let total: Counts = { passed: 0, failed: 0, failures: [] };
for (const [folder, files] of Map.groupBy(positionals, path.dirname)) {
  total = add(total, await runSuite(folder, files));
}
process.exitCode = total.failed === 0 ? 0 : 1;
process.send?.(total);
process.disconnect?.();

async function runSuite(folder: string, files: readonly string[]): Promise<Counts> {
  const name = path.basename(folder);
  console.log(`\n  [${name}]`);
  const { launch } = (await import(path.resolve(folder, 'launch.ts'))) as { launch: SuiteLaunch };
  const registry = launch.registry === false ? undefined : await startRegistry();
  const osv = launch.osv === false ? undefined : await startOsv({ records: fixtureOsvRecords });
  const { fixture, files: contents } = launch;
  const project = createTempProject({
    ...(fixture === undefined ? {} : { fixture }),
    ...(contents === undefined ? {} : { files: contents }),
    ...(registry === undefined ? {} : { registry }),
  });
  const home = tempFolder('home-');
  let counts: Counts = { passed: 0, failed: 0, failures: [] };
  try {
    const windows = launch.windowPerFile === true ? files.map((file) => [file]) : [files];
    for (const [index, part] of windows.entries()) {
      counts = add(counts, await runWindow(`${name}-${index}`, part, { launch, project, home, registry, osv }));
    }
  } finally {
    project.dispose();
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    await Promise.all([registry?.stop(), osv?.stop()]);
  }
  return counts;
}

interface World extends Servers {
  readonly launch: SuiteLaunch;
  readonly project: TempProject;
  readonly home: string;
}

async function runWindow(name: string, files: readonly string[], world: World): Promise<Counts> {
  const { launch, project, home, registry, osv } = world;
  const testsPath = await bundleSuite(name, files);
  const result = path.join(path.dirname(testsPath), 'result.json');
  fs.rmSync(result, { force: true });
  try {
    const host = process.env.VSCODE_EXECUTABLE === undefined ? runInServer : runInDesktop;
    const open = launch.workspaceFile === undefined ? project.folder : project.path(launch.workspaceFile);
    const env = { ...suiteVariables(result, project.folder, { registry, osv }), ...launch.env };
    await host({ launch, home, registry, osv, open, env, testsPath, developmentPath: path.resolve(values.extension) });
  } catch (error) {
    // The counts decide: tests that fail make some hosts reject as well.
    if (!fs.existsSync(result)) console.error(error);
  }
  return readCounts(result);
}

interface Servers {
  readonly registry: { readonly url: string } | undefined;
  readonly osv: { readonly url: string } | undefined;
}

/** What the suite can ask of its launcher. */
function suiteVariables(result: string, workspace: string, { registry, osv }: Servers): Record<string, string> {
  return {
    QM_TEST_RESULT: result,
    QM_TEST_TIMEOUT: values.timeout,
    QM_TEST_WORKSPACE: workspace,
    ...(values.grep === undefined ? {} : { QM_TEST_GREP: values.grep }),
    ...(registry === undefined ? {} : { QM_TEST_REGISTRY: registry.url }),
    ...(osv === undefined ? {} : { QM_TEST_OSV: osv.url }),
  };
}

/** A host that ended before its suite did has left no counts: one failure. */
function readCounts(file: string): Counts {
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  const failure = `The extension host ended before its tests did: ${path.basename(path.dirname(file))}.`;
  console.error(failure);
  return { passed: 0, failed: 1, failures: [failure] };
}

function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    failures: [...a.failures, ...b.failures],
  };
}
