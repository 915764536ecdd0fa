import assert from 'node:assert/strict';
import { loadConfirmer, type Confirmer } from '../../../src/scan/confirm/confirmer.ts';

/** Statements that name no module. */
const filler = Array.from({ length: 2_000 }, (_, index) => `export const value${index}: number = ${index} * 2;`).join(
  '\n',
);

describe('scan/confirm/suspects', () => {
  let confirmer: Confirmer;
  before(async () => {
    confirmer = await loadConfirmer();
  });

  function sites(text: string): readonly string[] {
    return confirmer
      .confirm('a.ts', text)
      .map(
        (site) => `${site.specifier} ${site.range.startLine}:${site.range.startColumn} ${site.form} ${site.certainty}`,
      );
  }

  it('finds in a large text what stands between statements without imports, at its place', () => {
    const text = `import a from 'a';\n${filler}\nexport * from 'b';\nconst c = () => import('c');\nconst d = require('d');\n`;
    assert.deepEqual(sites(text), [
      'a 1:16 import confirmed',
      'b 2002:16 export-from confirmed',
      'c 2003:25 dynamic-import confirmed',
      'd 2004:20 require confirmed',
    ]);
  });

  it('knows a require of the file itself, wherever it is declared', () => {
    assert.deepEqual(
      sites(`const a = require('a');\n${filler}\nfunction require(name: string) { return name; }\n`),
      [],
    );
  });

  it('marks all of a half-typed text unsure, wherever the fault is', () => {
    assert.deepEqual(sites(`import a from 'a';\n${filler}\nconst broken = (;\n`), ['a 1:16 import unsure']);
  });
});
