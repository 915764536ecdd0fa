import fs from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { packVsix } from '../support/pack-vsix.ts';
import { run } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-project.ts';
import { startVsCodeServer } from '../support/vscode-server.ts';
import { startOsv } from '../registry/osv.ts';
import { draw, popular, type Drawn } from './draw.ts';
import { Report } from './report.ts';
import { playScenario } from './scenario.ts';

// The main job on a copy of a sample project, in the real VS Code with the packed extension installed.
// usage: npm run demo [-- --packages a,b | --seed N | --open [DIR]]

const root = path.join(import.meta.dirname, '../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: 'string' }, seed: { type: 'string' }, open: { type: 'boolean' } },
});

process.exitCode = values.open === true ? await openOnly(positionals[0]) : await demo();

async function demo(): Promise<number> {
  const report = new Report(path.join(root, 'out/demo'));
  const npm = await npmEnvironment();
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  report.fact('registry', npm.npm_config_registry === undefined ? 'npm default' : 'as npm is configured');
  report.fact('seed', seed);
  const [first, second] = await choose(seed, npm, (line) => report.note(line));
  report.fact('packages', [`${first.name} ${first.version}`, `${second.name} ${second.version}`]);
  const osv = await startOsv({ records: [] });
  report.fact('advisories', 'from a local OSV server without records (OSV_API); the registry is not asked for them');
  const project = copyOfSample();
  const server = await startVsCodeServer({ vsix: await packVsix(), osv, env: npm });
  try {
    await playScenario({ server, project, first, second, report });
  } catch {
    // The report has the step that failed and why.
  } finally {
    await Promise.all([server.stop(), osv.stop()]);
    fs.rmSync(path.dirname(project), { recursive: true, force: true });
  }
  const ok = report.write();
  console.log(ok ? 'All of it was true. Screenshots and report.json are in out/demo/.' : 'Not all of it was true.');
  return ok ? 0 : 1;
}

/** Leaves VS Code running on a project until the process is told to end. */
async function openOnly(folder: string | undefined): Promise<number> {
  const project = folder === undefined ? copyOfSample() : fs.realpathSync(folder);
  const server = await startVsCodeServer({ vsix: await packVsix(), env: await npmEnvironment() });
  console.log(`${server.url}/?folder=${encodeURI(project)}`);
  console.log('Running until Ctrl+C.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
  return 0;
}

async function choose(
  seed: number,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<readonly [Drawn, Drawn]> {
  const names = values.packages?.split(',').map((name) => name.trim());
  if (names === undefined) return (await draw(2, seed, env, say)) as readonly Drawn[] as readonly [Drawn, Drawn];
  const list = popular();
  const found = names.map((name) => list.find((entry) => entry.name === name));
  const [first, second] = found;
  if (first === undefined || second === undefined || found.length !== 2) {
    throw new Error('--packages takes two names, both among the first 2,000 of data/npm-popular.txt.');
  }
  return [first, second];
}

/** The npm configuration of whoever runs the demo: registry, credentials and cache. */
async function npmEnvironment(): Promise<Record<string, string>> {
  const keys = { registry: 'npm_config_registry', userconfig: 'npm_config_userconfig', cache: 'npm_config_cache' };
  const env: Record<string, string> = {};
  for (const [key, variable] of Object.entries(keys)) {
    const { stdout } = await run('npm', ['config', 'get', key], { cwd: root });
    if (stdout.trim() !== '' && stdout.trim() !== 'undefined') env[variable] = stdout.trim();
  }
  return env;
}

function copyOfSample(): string {
  const project = path.join(tempFolder('demo-'), 'shop');
  fs.cpSync(path.join(root, 'samples/shop'), project, { recursive: true });
  return project;
}
