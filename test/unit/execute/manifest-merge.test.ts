import assert from 'node:assert/strict';
import { mergeManifest } from '../../../src/execute/manifest-merge.ts';

function merged(current: object | string, from: object, to: object): string | undefined {
  const bytes = (value: object | string): Uint8Array =>
    new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
  const result = mergeManifest(bytes(current), bytes(from), bytes(to));
  return result === undefined ? undefined : new TextDecoder().decode(result);
}

describe('a change of a manifest that is made in what somebody else left', () => {
  const before = { name: 'app', dependencies: { a: '1', b: '1' } };
  const after = { name: 'app', dependencies: { a: '1' }, devDependencies: { b: '1' } };

  it('stands beside what they wrote', () => {
    const current = { name: 'app', version: '2.0.0', dependencies: { a: '1', b: '1', c: '1' } };
    assert.deepEqual(JSON.parse(merged(current, before, after) ?? ''), {
      name: 'app',
      version: '2.0.0',
      dependencies: { a: '1', c: '1' },
      devDependencies: { b: '1' },
    });
  });

  it('takes a field with it that only the change had made, when it is taken back', () => {
    const current = { name: 'mine', dependencies: { a: '1' }, devDependencies: { b: '1' } };
    assert.equal(merged(current, after, before), JSON.stringify({ ...before, name: 'mine' }, undefined, 2));
  });

  it('keeps a field in which they have something', () => {
    const current = { name: 'app', dependencies: { a: '1' }, devDependencies: { b: '1', c: '1' } };
    assert.deepEqual(JSON.parse(merged(current, after, before) ?? ''), { ...before, devDependencies: { c: '1' } });
  });

  it('keeps an empty field that was there before', () => {
    const empty = { ...before, devDependencies: {} };
    const current = { name: 'mine', dependencies: { a: '1' }, devDependencies: { b: '1' } };
    assert.deepEqual(JSON.parse(merged(current, after, empty) ?? ''), { ...empty, name: 'mine' });
  });

  it('is left to a person where a field stands twice', () => {
    const current = '{"name":"app","dependencies":{"b":"1"},"dependencies":{"a":"1","b":"1"}}';
    assert.equal(merged(current, before, after), undefined);
  });
});
