import { absolute } from '../../base/path.ts';
import { parseNpmrc } from '../../model/npmrc.ts';
import type { Argv, DriverContext } from '../../ports/manager-driver.ts';
import { limitsOf } from '../limits.ts';
import { readYamlObject } from '../yaml-edit.ts';
import { noOtherNode } from './argv.ts';

/**
 * The arguments with which pnpm 10 and older fetch no Node.js that a file of the repository names, and still know the one
 * that they run on: by an empty version they would refuse each package that says which Node it wants.
 */
export async function onOwnNode(context: DriverContext, argv: Argv, signal: AbortSignal): Promise<Argv> {
  if (!argv.includes(noOtherNode)) return argv;
  const version = await ownVersion(context, signal);
  if (version !== undefined) return argv.map((each) => (each === noOtherNode ? `${noOtherNode}${version}` : each));
  // A program of its own runs on none that could be asked.
  return (await namesNode(context)) ? argv : argv.filter((each) => each !== noOtherNode);
}

async function ownVersion(context: DriverContext, signal: AbortSignal): Promise<string | undefined> {
  const { run, tool, cwd } = context;
  if (tool.prefix.length === 0) return undefined;
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const asked = { file: tool.file, args: ['--version'], cwd, env, ...limitsOf(context) };
  const { stdout } = await run.run(asked, signal);
  return /^v(\d+\.\d+\.\d+\S*)$/.exec(stdout.trim())?.[1];
}

async function namesNode({ files, cwd }: DriverContext): Promise<boolean> {
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode((await files.read(absolute(cwd, name))) ?? new Uint8Array());
  const workspace = await read('pnpm-workspace.yaml');
  const settings = workspace === '' ? {} : await readYamlObject(workspace);
  const entries = parseNpmrc(await read('.npmrc'));
  return (
    settings === undefined || 'useNodeVersion' in settings || entries.some(({ key }) => key === 'use-node-version')
  );
}
