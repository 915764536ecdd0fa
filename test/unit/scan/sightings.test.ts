import assert from 'node:assert/strict';
import { importForms } from '../../../src/model/import-site.ts';
import { Sightings, type Sighting } from '../../../src/scan/sightings.ts';

describe('Sightings', () => {
  const all: readonly Sighting[] = importForms.flatMap((form, index) =>
    [true, false].map((typeOnly) => ({
      specifier: `@scope/a-long-name/${index}`,
      form,
      typeOnly,
      range: { startLine: index + 1, startColumn: 2, endLine: index + 3, endColumn: 40_000 },
      certainty: typeOnly === (index % 2 === 0) ? 'confirmed' : 'unsure',
    })),
  );
  const allOf = (sightings: Sightings): readonly Sighting[] =>
    Array.from({ length: sightings.length }, (_, index) => sightings.at(index));

  it('gives back what it was made of, and so it does from what is stored', () => {
    const sightings = Sightings.of(all);
    assert.deepEqual(allOf(sightings), all);
    const read = Sightings.read(JSON.parse(JSON.stringify(sightings.stored)));
    assert.deepEqual(read === undefined ? undefined : allOf(read), all);
    assert.deepEqual(
      all.map((_, index) => [sightings.specifierAt(index), sightings.formAt(index), sightings.isTypeOnlyAt(index)]),
      all.map(({ specifier, form, typeOnly }) => [specifier, form, typeOnly]),
    );
    assert.equal(Sightings.of([]).length, 0);
  });

  for (const [what, value] of [
    ['no list', 'x'],
    ['a piece of one', ['x', 0, 1, 1, 1]],
    ['no specifier', [1, 0, 1, 1, 1, 1]],
    ['a text for a number', ['x', 0, 1, '1', 1, 1]],
    ['a fraction', ['x', 0, 1.5, 1, 1, 1]],
    ['a number below zero', ['x', -1, 1, 1, 1, 1]],
  ] as const) {
    it(`takes ${what} for nothing`, () => assert.equal(Sightings.read(value), undefined));
  }
});
