import { cp, mkdir } from 'node:fs/promises';
import { build } from 'esbuild';

/** The dashboard's bundle as the package holds it, built into a folder. */
export async function buildDashboard(folder: string): Promise<void> {
  await build({
    entryPoints: [
      { in: 'src/webview/main.ts', out: 'webview' },
      { in: 'src/webview/dashboard.css', out: 'webview' },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  await mkdir(`${folder}/codicons`, { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    await cp(`node_modules/@vscode/codicons/dist/${file}`, `${folder}/codicons/${file}`);
  }
}
