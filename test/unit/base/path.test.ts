import assert from 'node:assert/strict';
import {
  absolute,
  baseNameOf,
  directoryOf,
  foldersAbove,
  isInside,
  joinBeyond,
  joinRelative,
  upward,
  wayTo,
} from '../../../src/base/path.ts';

describe('relative paths', () => {
  it('are taken apart', () => {
    assert.deepEqual(['a/b/c.ts', 'c.ts', ''].map(directoryOf), ['a/b', '', '']);
    assert.deepEqual(['a/b/c.ts', 'c.ts', ''].map(baseNameOf), ['c.ts', 'c.ts', '']);
    assert.deepEqual([...upward('a/b')], ['a/b', 'a', '']);
    assert.deepEqual([...upward('')], ['']);
  });

  it('are joined, and never leave the root', () => {
    const table: readonly (readonly [readonly [string, ...string[]], string | undefined])[] = [
      [['a', 'b'], 'a/b'],
      [['', './x'], 'x'],
      [['a/b', '../c'], 'a/c'],
      [['a', '..'], ''],
      [['a', '../..'], undefined],
      [['', '../x'], undefined],
      [['a//b', '.', 'c/'], 'a/b/c'],
    ];
    for (const [parts, expected] of table) assert.equal(joinRelative(...parts), expected, parts.join(' + '));
  });

  it('may leave the root where that is asked for', () => {
    const table = [
      ['a', '../../lib', '../lib'],
      ['', '../../lib/./x', '../../lib/x'],
      ['../lib', '../other', '../other'],
      ['a/b', '..', 'a'],
      ['', '.', ''],
    ] as const;
    for (const [base, path, expected] of table) assert.equal(joinBeyond(base, path), expected, `${base} + ${path}`);
  });

  it('know what is below them', () => {
    const table = [
      ['', 'x', true],
      ['a', 'a', true],
      ['a', 'a/b', true],
      ['a', 'ab', false],
      ['a/b', 'a', false],
    ] as const;
    for (const [folder, path, expected] of table) assert.equal(isInside(folder, path), expected, `${folder} ${path}`);
  });

  it('become absolute', () => {
    assert.deepEqual(
      [absolute('/a', ''), absolute('/a/', 'b/c'), absolute('/', 'b'), absolute('C:\\x\\', 'y')],
      ['/a', '/a/b/c', '/b', 'C:\\x/y'],
    );
  });

  it('name the folders above', () => {
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['/a/b/', ['/a', '/']],
      ['/a', ['/']],
      ['/', []],
      ['C:\\a\\b', ['C:\\a', 'C:/']],
    ];
    for (const [path, expected] of table) assert.deepEqual([...foldersAbove(path)], expected, path);
  });

  it('lead to each other', () => {
    const table = [
      ['/a/b/c', '/a/b', 'c'],
      ['/a/x/y', '/a/b/c', '../../x/y'],
      ['/a', '/a', ''],
      ['C:\\a\\x', 'C:\\a\\b', '../x'],
      ['D:\\x', 'C:\\a', undefined],
    ] as const;
    for (const [to, from, expected] of table) assert.equal(wayTo(to, from), expected, `${from} ${to}`);
  });
});
