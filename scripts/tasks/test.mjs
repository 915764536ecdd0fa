import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from '../setup/chromium.mjs';
import { root } from '../setup/paths.mjs';
import { SetupError, seconds } from '../setup/progress.mjs';
import { ensurePackageManagers } from '../setup/package-managers.mjs';
import { ensureVsCodeServer } from '../setup/vscode-server.mjs';
import { add, checks, nothing, runCheck } from './checks.mjs';
import { packExtension } from './package.mjs';
import { groups, runGroup } from './test-groups.mjs';

/**
 * The checks, then the test groups; or those that are named. The last line printed is the whole result.
 * @param {string[]} args
 */
export async function runTask(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { grep: { type: 'string', short: 'g' } },
  });
  const selected = select(positionals);
  const started = performance.now();
  const isNeeded = (/** @type {'needsEditor' | 'needsManagers' | 'needsVsix'} */ what) =>
    selected.groups.some((name) => groups[name]?.[what]);
  const env = await testEnvironment(isNeeded('needsEditor'), isNeeded('needsManagers'));
  let total = nothing;
  for (const name of selected.checks) total = add(total, await runCheck(name));
  if (isNeeded('needsVsix')) env.PACKED_EXTENSION = await packExtension();
  for (const name of selected.groups) total = add(total, await runGroup(name, { grep: values.grep, env }));
  if (total.failures.length > 0) console.log(`\nFailed:${total.failures.map((each) => `\n- ${each}`).join('')}`);
  console.log(`\nTook ${seconds(started)}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/**
 * No name selects everything. A group that tests the bundles brings the build with it.
 * @param {readonly string[]} names
 */
function select(names) {
  const unknown = names.find((name) => !(name in checks) && !(name in groups));
  if (unknown !== undefined) {
    const known = [...Object.keys(checks), ...Object.keys(groups)].join(', ');
    throw new SetupError(`There is no check or test group "${unknown}". Known: ${known}.`);
  }
  const isSelected = (/** @type {string} */ name) => names.length === 0 || names.includes(name);
  const selectedGroups = Object.keys(groups).filter(isSelected);
  const needsBuild = selectedGroups.some((name) => groups[name]?.needsBuild);
  return {
    checks: Object.keys(checks).filter((name) => isSelected(name) || (name === 'build' && needsBuild)),
    groups: selectedGroups,
  };
}

/**
 * What the tests inherit. npm hands its whole configuration to a script as variables, which would win over the .npmrc
 * of a test's project; they are left out.
 * @param {boolean} needsEditor
 * @param {boolean} needsManagers
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function testEnvironment(needsEditor, needsManagers) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  // Package managers are started some thousand times: Node need not compile them each time.
  const env = { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/node'), ...Object.fromEntries(inherited) };
  if (needsManagers) env.PACKAGE_MANAGERS = await ensurePackageManagers();
  if (!needsEditor) return env;
  if (process.env.VSCODE_EXECUTABLE === undefined) env.VSCODE_SERVER = await ensureVsCodeServer();
  return { ...env, CHROMIUM_EXECUTABLE: await ensureChromium() };
}
