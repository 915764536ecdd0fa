import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { tempFolder } from '../../test/support/temp-project.ts';

const root = path.join(import.meta.dirname, '../..');

/** A copy of the built extension, so that a build beside the bench changes nothing under it. */
export interface Staged {
  /** The extension with the probe around it, to be loaded as in development. */
  readonly product: string;
  /** An extension of the probe alone. */
  readonly empty: string;
  /** Folder of the bundles. */
  readonly dist: string;
  remove(): void;
}

export async function stageBuild(): Promise<Staged> {
  const folder = tempFolder('bench-');
  const product = path.join(folder, 'product');
  const empty = path.join(folder, 'empty');
  fs.mkdirSync(product);
  fs.mkdirSync(empty);
  for (const name of ['dist', 'docs', 'l10n', 'media', 'package.nls.json']) {
    fs.cpSync(path.join(root, name), path.join(product, name), { recursive: true });
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { publisher, version, engines, activationEvents } = manifest;
  writeManifest(product, { ...manifest, main: './probe.js' });
  writeManifest(empty, { name: 'empty', publisher, version, engines, activationEvents, main: './probe.js' });
  await bundleProbe(path.join(product, 'probe.js'));
  fs.copyFileSync(path.join(product, 'probe.js'), path.join(empty, 'probe.js'));
  return {
    product,
    empty,
    dist: path.join(product, 'dist'),
    remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function writeManifest(folder: string, manifest: object): void {
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
}

async function bundleProbe(outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'probe.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
}
