import type { FileBody } from '../../test/support/temp-project.ts';
import { Random } from './random.ts';

type Files = Record<string, FileBody>;

const packages = ['declared', '@scope/tools', 'left-pad', 'colour', 'dates', 'router', 'store', 'forms'] as const;

/** A project of which nothing is missing: manifest, installed packages, and what `more` adds. */
function projectFiles(more: Files): Files {
  const dependencies = Object.fromEntries(packages.map((name) => [name, '^1.0.0']));
  const installed = packages.flatMap((name) => [
    [`node_modules/${name}/package.json`, { name, version: '1.0.0', main: 'index.js', types: 'index.d.ts' }],
    [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
    [`node_modules/${name}/index.d.ts`, 'declare const value: string;\nexport default value;\n'],
  ]);
  return {
    'package.json': { name: 'bench', version: '1.0.0', private: true, dependencies },
    'tsconfig.json': { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [] } },
    ...Object.fromEntries(installed),
    ...more,
  };
}

/** Twenty source files of some 5 KB. */
export function smallProject(): Files {
  return projectFiles(sources(20, 5_000));
}

/** A thousand source files in folders of twenty, one import of which is missing. */
export function wideProject(): Files {
  return projectFiles({ ...sources(1000, 4_000), 'src/missing.ts': "import 'not-installed-anywhere';\n" });
}

/** The small project with src/large.ts of 300 KB, which begins with {@link firstImport}. */
export function largeFileProject(): Files {
  return projectFiles({ ...sources(20, 5_000), 'src/large.ts': `${firstImport}\n${sourceText(7, 300_000)}` });
}

export const firstImport = "import first from 'declared';";

function sources(count: number, characters: number): Files {
  const files = Array.from({ length: count }, (_, index) => [
    `src/part${Math.floor(index / 20)}/file${index}.ts`,
    sourceText(index + 1, characters),
  ]);
  return Object.fromEntries(files) as Files;
}

/**
 * TypeScript as people write it: imports, documented types, functions with branches and loops, classes, tables. The same seed gives the same text.
 */
export function sourceText(seed: number, characters: number): string {
  const random = new Random(seed);
  const parts = packages.map((name, index) => `import ${name.replace(/\W/g, '')}${index} from '${name}';\n`);
  let length = parts.join('').length;
  for (let index = 0; length < characters; index++) {
    const part = random.pick([typeText, functionText, classText, tableText])(random, index);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

function typeText(random: Random, index: number): string {
  const fields = random.many(3, 9, () => `  readonly ${random.word()}${random.pick(['', '?'])}: ${type(random)};\n`);
  return `\n/** ${random.sentence()} */\nexport interface ${random.name()}${index} {\n${fields}}\n`;
}

function functionText(random: Random, index: number): string {
  const [item, list] = [random.word(), random.word()];
  const lines = random.many(2, 6, () => `    ${statement(random, item)}\n`);
  return (
    `\n/**\n * ${random.sentence()}\n * ${random.sentence()}\n */\n` +
    `export async function ${random.word()}${index}(${list}: ReadonlyArray<${type(random)}>, limit = ${random.below(90)}): Promise<number> {\n` +
    `  let total = 0;\n  for (const ${item} of ${list}) {\n${lines}    total += String(${item}).length;\n  }\n` +
    `  // ${random.sentence()}\n  return Math.min(total, limit);\n}\n`
  );
}

function classText(random: Random, index: number): string {
  const methods = random.many(2, 5, () => {
    const input = random.word();
    return (
      `\n  /** ${random.sentence()} */\n  ${random.word()}${random.below(999)}(${input}: ${type(random)}): string {\n` +
      `    ${statement(random, input)}\n    return \`\${String(${input})} ${random.word()} \${this.#size}\`;\n  }\n`
    );
  });
  return `\nexport class ${random.name()}${index} {\n  #size = ${random.below(50)};\n${methods}}\n`;
}

function tableText(random: Random, index: number): string {
  const rows = random.many(4, 12, () => {
    return `  { id: ${random.below(9999)}, label: '${random.sentence()}', on: ${random.below(2) === 0} },\n`;
  });
  return `\nexport const ${random.word()}Table${index} = [\n${rows}] as const;\n`;
}

function type(random: Random): string {
  return random.pick([
    'string',
    'number',
    'readonly string[]',
    'Record<string, number>',
    "'small' | 'large'",
    'ReadonlyMap<string, readonly number[]>',
    '(value: unknown) => boolean',
  ]);
}

function statement(random: Random, name: string): string {
  return random.pick([
    `if (String(${name}).startsWith('${random.word()}')) throw new Error('${random.sentence()}');`,
    `const ${random.word()}${random.below(9999)} = [String(${name})].map((each) => each.trim()).filter(Boolean);`,
    `// ${random.sentence()}`,
    `switch (String(${name})) { case '${random.word()}': break; default: void ${name}; }`,
    `void (/^[a-z]+-\\d{2,}$/i.test(String(${name})) ? { ${random.word()}: ${name} } : undefined);`,
  ]);
}
