import fs from 'node:fs';
import path from 'node:path';

/** What each layer may import of ours; see src/README.md. The longest folder that fits is a file's layer. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  ports: ['base', 'model'],
  scan: ['base', 'model', 'ports'],
  monitors: ['base', 'model', 'ports'],
  plan: ['base', 'model', 'ports'],
  trial: ['base', 'model', 'ports'],
  policy: ['base', 'model', 'ports'],
  execute: ['base', 'model', 'ports'],
  managers: ['base', 'model', 'ports'],
  journal: ['base', 'model', 'ports'],
  view: ['base', 'model', 'ports'],
  engine: [
    ...['base', 'model', 'ports', 'scan', 'monitors', 'plan', 'trial', 'policy', 'execute', 'managers', 'journal'],
    'view',
  ],
  node: ['base', 'model', 'ports'],
  'hosts/scan-worker': ['base', 'model', 'ports', 'scan', 'node'],
  'hosts/cli': ['base', 'model', 'ports', 'scan', 'engine', 'node', 'journal', 'hosts', 'policy', 'view'],
  'hosts/vscode': ['base', 'model', 'ports', 'scan', 'engine', 'node', 'journal', 'hosts', 'policy', 'view'],
  hosts: ['base', 'model', 'ports', 'engine', 'node', 'journal'],
  webview: ['base', 'model', 'view'],
};

/** Node's modules that are worth a wall: what reaches disk, network, machine, processes, threads and the loading of code. */
export const walledModules = [
  ...['child_process', 'cluster', 'dgram', 'dns', 'dns/promises', 'fs', 'fs/promises', 'http', 'http2', 'https'],
  ...['inspector', 'module', 'net', 'os', 'sqlite', 'tls', 'vm', 'worker_threads'],
];
const walled = new Set(walledModules.flatMap((name) => [name, `node:${name}`]));

export interface Violation {
  /** Relative to the tree. */
  readonly file: string;
  readonly specifier: string;
  readonly why: string;
}

export interface Walls {
  readonly files: number;
  readonly imports: number;
  readonly violations: readonly Violation[];
}

/** Reads every import line below `src` and holds it against the table. */
export function checkWalls(src: string): Walls {
  const files = fs.globSync('**/*.ts', { cwd: src }).filter((file) => !file.endsWith('.d.ts'));
  const violations: Violation[] = [];
  let imports = 0;
  for (const file of files.map((name) => name.split(path.sep).join('/'))) {
    for (const specifier of specifiersOf(fs.readFileSync(path.join(src, file), 'utf8'))) {
      imports++;
      const why = refusal(file, specifier);
      if (why !== undefined) violations.push({ file, specifier, why });
    }
  }
  return { files: files.length, imports, violations };
}

function specifiersOf(text: string): readonly string[] {
  const pattern =
    /^\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function refusal(file: string, specifier: string): string | undefined {
  const from = layerOf(file);
  if (from === undefined) return 'the file stands in no layer';
  if (specifier === 'vscode') return from === 'hosts/vscode' ? undefined : 'only hosts/vscode imports vscode';
  if (walled.has(specifier)) return from === 'node' ? undefined : wayToTheSystem(from);
  if (!specifier.startsWith('.')) return undefined;
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  if (target.startsWith('..')) return undefined;
  const to = layerOf(target);
  if (to === undefined || to === from) return undefined;
  return layers[from]?.includes(to) === true ? undefined : `${from} may not import ${to}`;
}

function wayToTheSystem(from: string): string {
  const way = from.startsWith('hosts') ? 'call a function of node/' : 'ask a port';
  return `${way}: only node/ reaches the system`;
}

function layerOf(file: string): string | undefined {
  return Object.keys(layers)
    .filter((layer) => file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}
