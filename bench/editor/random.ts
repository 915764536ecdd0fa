const words =
  'account amount answer batch branch cache channel cluster column cursor device digest entry event field filter folder group handle index input invoice item label layer ledger limit list margin marker member message method module node number object offset option order owner packet page parser path payment policy price profile query queue range record region report request result route row sample schema scope section session setting shape signal source stage status stream switch table target task theme ticket token total trace value vendor view volume window worker'.split(
    ' ',
  );

/** Words and numbers from a seed, the same on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** Two words as an identifier: `ledgerTotal`. */
  word(): string {
    return this.pick(words) + capital(this.pick(words));
  }

  name(): string {
    return capital(this.word());
  }

  sentence(): string {
    return `${capital(Array.from({ length: 4 + this.below(9) }, () => this.pick(words)).join(' '))}.`;
  }

  /** Texts joined, `from` to `to` of them. */
  many(from: number, to: number, make: () => string): string {
    return Array.from({ length: from + this.below(to - from + 1) }, make).join('');
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
