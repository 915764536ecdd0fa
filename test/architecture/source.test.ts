import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { errorCodes } from '../../src/base/errors.ts';

const root = path.join(import.meta.dirname, '../..');

function read(pattern: string): readonly { readonly file: string; readonly text: string }[] {
  return fs
    .globSync(pattern, { cwd: root })
    .filter((file) => !file.includes('fixtures'))
    .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), 'utf8') }));
}

describe('the source', () => {
  it('leaves nothing to do and switches no test off', () => {
    const marks = [new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME)\\b`), /\b(describe|it)\.(only|skip)\(/];
    const found = [...read('src/**/*.ts'), ...read('test/**/*.test.ts')].filter(({ text }) =>
      marks.some((mark) => mark.test(text)),
    );
    assert.deepEqual(
      found.map(({ file }) => file),
      [],
    );
  });

  it('ends the process and writes to the console nowhere but in the command line', () => {
    const found = read('src/**/*.ts').filter(
      ({ file, text }) =>
        !file.startsWith(path.join('src', 'hosts', 'cli')) && /\bprocess\.exit\(|\bconsole\.\w+\(/.test(text),
    );
    assert.deepEqual(
      found.map(({ file }) => file),
      [],
    );
  });

  it('says of each export of ports, model and engine what it is', () => {
    const bare = ['ports', 'model', 'engine'].flatMap((layer) =>
      read(`src/${layer}/**/*.ts`).flatMap(({ file, text }) => undocumented(text).map((name) => `${file}: ${name}`)),
    );
    assert.deepEqual(bare, []);
  });

  it('uses every error code, and docs/errors.md explains each and no other', () => {
    const code = read('src/**/*.ts')
      .filter(({ file }) => !file.endsWith(path.join('base', 'errors.ts')))
      .map(({ text }) => text)
      .join('\n');
    assert.deepEqual(
      errorCodes.filter((name) => !code.includes(`'${name}'`)),
      [],
    );
    const page = fs.readFileSync(path.join(root, 'docs/errors.md'), 'utf8');
    const explained = [...page.matchAll(/^## (QM_\w+)$/gm)].map((match) => match[1] ?? '');
    assert.deepEqual(explained, errorCodes.toSorted());
  });
});

/**
 * Exports without a comment right above. Types made of a list that stands above them, and lists whose one line says all,
 * are spared: `export const modes = […]` and `export type Mode = …`.
 */
function undocumented(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const name = /^export (?:async )?(?:function|class|interface|type|const) (\w+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const above = lines[index - 1]?.trim() ?? '';
    const spared = /^export (?:const \w+ = \[|type \w+ = \(typeof|type \w+ = Extract)/.test(line);
    return above.endsWith('*/') || spared ? [] : [name];
  });
}
