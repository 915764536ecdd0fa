import assert from 'node:assert/strict';
import { textOfRules } from '../../../src/policy/rules-text.ts';
import { ruleRow } from '../../support/rules.ts';

describe('rules as a text', () => {
  it('stand in the order of their ids, each field on a line of its own', () => {
    const text = textOfRules([ruleRow('b'), ruleRow('a', { source: 'policy-file', conditions: { package: 'x' } })]);
    assert.deepEqual(text.match(/"id": "\w+"/g), ['"id": "a"', '"id": "b"']);
    assert.match(text, /^ {4}"conditions": \{\n {6}"package": "x"\n {4}\},\n {4}"source": "policy-file"\n/m);
    assert.equal(textOfRules([]), '[]\n');
  });

  it('hide nothing: what an editor would not show is written by its code', () => {
    const name = 'a\u202Eb\u2028c\u200Bd\u0085e\u{E0041}f';
    const text = textOfRules([ruleRow('a', { name })]);
    assert.match(text, /"a\\u202eb\\u2028c\\u200bd\\u0085e\\udb40\\udc41f"/);
    assert.equal((JSON.parse(text) as { name: string }[])[0]?.name, name);
  });
});
