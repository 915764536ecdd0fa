import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gateChecks } from '../../src/model/gate.ts';

const root = path.join(import.meta.dirname, '../..');

describe('docs/trust-gate.md', () => {
  it('has a row for each check, in their order', () => {
    const page = fs.readFileSync(path.join(root, 'docs/trust-gate.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` /gm)].map((match) => match[1]);
    assert.deepEqual(rows, [...gateChecks]);
  });
});

describe('docs/findings.md', () => {
  it('has a section for each kind of finding, and for nothing else', () => {
    const model = fs.readFileSync(path.join(root, 'src/model/finding.ts'), 'utf8');
    const union = model.slice(model.indexOf('export type Finding ='), model.indexOf('export type MissingFinding'));
    const kinds = [...union.matchAll(/readonly kind: '([^']+)'/g)].map((match) => match[1]);
    const page = fs.readFileSync(path.join(root, 'docs/findings.md'), 'utf8');
    const sections = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    assert.ok(kinds.length >= 5);
    // What is unused is found when somebody asks, and stands nowhere.
    assert.deepEqual(sections.toSorted(), [...kinds, 'unused'].toSorted());
  });
});
