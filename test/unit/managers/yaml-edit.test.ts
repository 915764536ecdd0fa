import assert from 'node:assert/strict';
import { editYaml, readYamlObject, type YamlEdit } from '../../../src/managers/yaml-edit.ts';

const text = `# top
packages:
  - packages/*

catalog:
  # keep
  a: ^1.0.0 # why
  "c": '2'

# of the settings
linkWorkspacePackages: true
`;

const set = (path: string, value: string | undefined): YamlEdit => ({ path: path.split('|'), value });

describe('editYaml', () => {
  const table: readonly (readonly [what: string, before: string, edits: readonly YamlEdit[], after: string])[] = [
    ['replaces a value where it stands', text, [set('catalog|a', '^2.0.0')], text.replace('^1.0.0', '^2.0.0')],
    ['quotes what needs it', text, [set('catalog|a', '>=2')], text.replace('^1.0.0', "'>=2'")],
    ['keeps the quotes that are there', text, [set('catalog|c', '^3')], text.replace("'2'", "'^3'")],
    ['adds where the alphabet wants it', text, [set('catalog|b', '*')], text.replace('  "c"', `  b: '*'\n  "c"`)],
    [
      'adds above the comment of the next one',
      text,
      [set('catalog|@x/z', '1')],
      text.replace('  # keep', "  '@x/z': '1'\n  # keep"),
    ],
    ['adds at the end of a list', text, [set('catalog|d', '^1')], text.replace("'2'\n", "'2'\n  d: ^1\n")],
    [
      'adds at the end where the order is none',
      'o:\n  z: 1\n  a: 1\n',
      [set('o|b', '^2')],
      'o:\n  z: 1\n  a: 1\n  b: ^2\n',
    ],
    [
      'makes what is missing above it',
      text,
      [set('catalogs|old|x', '^1'), set('catalogs|old|a', '^1')],
      `${text}catalogs:\n  old:\n    a: ^1\n    x: ^1\n`,
    ],
    ['begins a file', '', [set('overrides|p@1>x', '^1')], 'overrides:\n  p@1>x: ^1\n'],
    ['goes on after a file of comments', '# only\n', [set('a|b', 'c')], '# only\na:\n  b: c\n'],
    ['fills a key without a value', 'o:\np: 1\n', [set('o|y', '^2')], 'o:\n  y: ^2\np: 1\n'],
    [
      'keeps other line ends and indents',
      'p:\r\n- a\r\no:\r\n    x: 1\r\n',
      [set('o|y', '^2')],
      'p:\r\n- a\r\no:\r\n    x: 1\r\n    y: ^2\r\n',
    ],
    ['works where the last line has no end', 'o:\n  x: 1', [set('o|y', '^2')], 'o:\n  x: 1\n  y: ^2\n'],
    [
      'works inside of braces',
      'p: [a, b]\nc: {a: 1, b: 2}',
      [set('c|a', '^2'), set('c|d', '^3')],
      'p: [a, b]\nc: {a: ^2, b: 2, d: ^3}',
    ],
    ['fills empty braces', 'c: {}\n', [set('c|y|z', '^2')], 'c: { y: { z: ^2 } }\n'],
    ['takes one out', text, [set('catalog|a', undefined)], text.replace('  a: ^1.0.0 # why\n', '')],
    [
      'takes one out of braces',
      'c: { x: 1, y: 2, z: 3 }',
      [set('c|y', undefined), set('c|z', undefined)],
      'c: { x: 1 }',
    ],
    ['takes out what becomes empty', 'a: 1\no:\n  old:\n    x: 1\n', [set('o|old|x', undefined)], 'a: 1\n'],
    ['does not mind what is not there', text, [set('catalog|zz', undefined), set('no|no', undefined)], text],
  ];
  for (const [what, before, edits, after] of table) {
    it(what, async () => {
      assert.equal(await editYaml(before, edits), after);
      assert.notEqual(await readYamlObject(after), undefined);
    });
  }

  it('refuses what is no mapping', async () => {
    for (const broken of ['- a\n', 'a: [', 'a: 1\n---\nb: 2\n', 'o: 5\n']) {
      await assert.rejects(editYaml(broken, [set('o|x', '1')]), TypeError, broken);
    }
  });
});
