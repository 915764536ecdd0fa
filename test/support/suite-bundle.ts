import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '../..');

/**
 * Bundles a suite for the extension host, which loads CommonJS and takes no TypeScript. Returns the module's path; it
 * exports `run`, as extension tests do.
 */
export async function bundleSuite(name: string, files: readonly string[]): Promise<string> {
  const outfile = path.join(root, 'out/test-editor', name, 'index.js');
  const quoted = (file: string): string => JSON.stringify(path.resolve(root, file));
  await build({
    stdin: {
      contents: `
        import { runSuite } from ${quoted('test/editor/index.ts')};
        export const run = () => runSuite(() => {
          ${files.map((file) => `require(${quoted(file)});`).join('\n')}
        });
      `,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    // Mocha is loaded from node_modules: it reads files of its own.
    external: ['vscode', 'mocha'],
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__filename' },
    logLevel: 'warning',
  });
  return outfile;
}
