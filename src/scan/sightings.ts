import { importForms, type ImportForm, type ImportSite } from '../model/import-site.ts';

/** An import site of a file that is known from elsewhere. */
export interface Sighting extends Omit<ImportSite, 'file'> {
  /** `unsure`: the lexer saw it, or a tolerant parser in half-typed code. */
  readonly certainty: 'confirmed' | 'unsure';
}

/** A specifier, then form and flags in one number, then the range. */
const stride = 6;
const formBits = 15;
const typeOnlyBit = 16;
const confirmedBit = 32;

/**
 * The sightings of one file. All of them in one array, as they are stored too: a folder of 50,000 files has 400,000, and an
 * object for each of them and its range takes five times the room.
 */
export class Sightings {
  static readonly none = new Sightings([]);
  readonly #entries: readonly (string | number)[];

  private constructor(entries: readonly (string | number)[]) {
    this.#entries = entries;
  }

  static of(sightings: readonly Sighting[]): Sightings {
    if (sightings.length === 0) return Sightings.none;
    return new Sightings(
      sightings.flatMap(({ specifier, form, typeOnly, certainty, range }) => {
        const flags = (typeOnly ? typeOnlyBit : 0) | (certainty === 'confirmed' ? confirmedBit : 0);
        const { startLine, startColumn, endLine, endColumn } = range;
        return [detached(specifier), importForms.indexOf(form) | flags, startLine, startColumn, endLine, endColumn];
      }),
    );
  }

  /** What {@link stored} gave; undefined where it is something else: a cache may be damaged, never believed. */
  static read(value: unknown): Sightings | undefined {
    if (!Array.isArray(value) || value.length % stride !== 0) return undefined;
    const entries = value as readonly unknown[];
    if (entries.length === 0) return Sightings.none;
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      if (index % stride === 0 ? typeof entry !== 'string' : !isCount(entry)) return undefined;
    }
    return new Sightings(entries as readonly (string | number)[]);
  }

  get length(): number {
    return this.#entries.length / stride;
  }

  specifierAt(index: number): string {
    return this.#entries[index * stride] as string;
  }

  formAt(index: number): ImportForm {
    return importForms[this.#kindAt(index) & formBits] as ImportForm;
  }

  isTypeOnlyAt(index: number): boolean {
    return (this.#kindAt(index) & typeOnlyBit) !== 0;
  }

  at(index: number): Sighting {
    const [startLine, startColumn, endLine, endColumn] = this.#entries.slice(
      index * stride + 2,
      (index + 1) * stride,
    ) as [number, number, number, number];
    return {
      specifier: this.specifierAt(index),
      form: this.formAt(index),
      typeOnly: this.isTypeOnlyAt(index),
      range: { startLine, startColumn, endLine, endColumn },
      certainty: (this.#kindAt(index) & confirmedBit) !== 0 ? 'confirmed' : 'unsure',
    };
  }

  /** As JSON. */
  get stored(): unknown {
    return this.#entries;
  }

  #kindAt(index: number): number {
    return this.#entries[index * stride + 1] as number;
  }
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** From here on V8 makes a slice of a text a view of it, which keeps the whole text in memory. */
const shortestView = 13;

function detached(text: string): string {
  return text.length < shortestView ? text : (JSON.parse(JSON.stringify(text)) as string);
}
