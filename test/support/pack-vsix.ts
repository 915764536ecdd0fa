import fs from 'node:fs';
import path from 'node:path';
import { run } from './run-command.ts';

const root = path.join(import.meta.dirname, '../..');

/** Packs what stands in dist/, as `npm run package` does, and returns the path of the VSIX. `npm test` has one packed already. */
export async function packVsix(): Promise<string> {
  if (process.env.PACKED_EXTENSION !== undefined) return process.env.PACKED_EXTENSION;
  const args = [path.join(root, 'scripts/run.mjs'), 'package', 'vsix', '--no-build'];
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Error(`Packing ended with ${code}:\n${stdout}${stderr}`);
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return path.join(root, `out/quartermaster-${version}.vsix`);
}
