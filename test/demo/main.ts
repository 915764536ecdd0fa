import fs from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { packVsix } from '../support/pack-vsix.ts';
import { run } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-project.ts';
import { startVsCodeServer } from '../support/vscode-server.ts';
import { startOsv } from '../registry/osv.ts';
import { parseDemoArguments, UsageError, type DemoArguments } from './arguments.ts';
import { draw, type Drawn } from './draw.ts';
import { Report } from './report.ts';
import { playScenario } from './scenario.ts';

// The main job on a copy of a sample project, in the real VS Code with the packed extension installed.
// usage: npm run demo [-- --packages a,b | --seed N | --open [DIR]]

const root = path.join(import.meta.dirname, '../..');

try {
  const asked = parseDemoArguments(process.argv.slice(2), Date.now() % 1_000_000);
  process.exitCode = asked.kind === 'open' ? await openOnly(asked.folder) : await demo(asked);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function demo({ seed, packages }: Extract<DemoArguments, { kind: 'demo' }>): Promise<number> {
  const report = new Report(path.join(root, 'out/demo'));
  const npm = await npmEnvironment();
  report.fact('registry', npm.npm_config_registry === undefined ? 'npm default' : 'as npm is configured');
  report.fact('seed', seed);
  const [first, second] = packages ?? (await drawTwo(seed, npm, (line) => report.note(line)));
  report.fact('packages', [`${first.name} ${first.version}`, `${second.name} ${second.version}`]);
  const osv = await startOsv({ records: [] });
  report.fact('advisories', 'asked about all that would come in or back');
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
  report.fact('OSV_API', `a local OSV server without records, which was asked ${osv.requests.length} times`);
  const ok = report.write();
  console.log(ok ? 'All of it was true. Screenshots and report.json are in out/demo/.' : 'Not all of it was true.');
  return ok ? 0 : 1;
}

/** Leaves VS Code running on a project until the process is told to end. */
async function openOnly(folder: string | undefined): Promise<number> {
  const project = folder ?? copyOfSample();
  const server = await startVsCodeServer({ vsix: await packVsix(), env: await npmEnvironment() });
  console.log(`${server.url}/?folder=${encodeURI(project)}`);
  console.log('Running until Ctrl+C.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
  return 0;
}

async function drawTwo(
  seed: number,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<readonly [Drawn, Drawn]> {
  const [first, second] = await draw(2, seed, env, say);
  if (first === undefined || second === undefined) throw new TypeError('two were asked for');
  return [first, second];
}

/** The npm configuration of whoever runs the demo: registry, credentials, certificates and cache. */
async function npmEnvironment(): Promise<Record<string, string>> {
  const keys = {
    registry: 'npm_config_registry',
    userconfig: 'npm_config_userconfig',
    // Its place follows the prefix, which is not the user's own here; a company's certificate may be named in it.
    globalconfig: 'npm_config_globalconfig',
    cache: 'npm_config_cache',
  };
  const { NODE_EXTRA_CA_CERTS: certificates } = process.env;
  const env: Record<string, string> = certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates };
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
