import assert from 'node:assert/strict';
import { csv } from '../../../../../src/hosts/cli/verbs/csv.ts';

describe('csv', () => {
  it('quotes every cell, and doubles the quotes in it', () => {
    assert.deepEqual(csv([['a "b"', 'c,d', 'e\nf', 7, undefined]]), ['"a ""b""","c,d","e\nf","7",""']);
  });

  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    it(`makes text of what begins with ${JSON.stringify(start)}`, () => {
      assert.deepEqual(csv([[`${start}cmd|' /C calc'!A0`]]), [`"'${start}cmd|' /C calc'!A0"`]);
    });
  }

  it('leaves a number below zero a number', () => assert.deepEqual(csv([[-1]]), ['"-1"']));
});
