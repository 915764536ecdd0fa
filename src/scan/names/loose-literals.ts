import type { Literal } from './literal.ts';

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(["'])((?:(?!\1)[^\\\r\n]|\\.){0,500})\1|`(?:[^`\\]|\\[\s\S])*`|[\w$]+|=>|[=!<>+\-*%&|?^~]+|[^\s]/gy;
const pattern = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const blank = /\s+/gy;

/** No configuration is nested deeper. */
const deepest = 60;

interface Frame {
  readonly open: string;
  /** Of an object, the key whose value comes; of an array, the index. */
  at: string | number | undefined;
  /** What stands in it is the value of nothing that is known: arguments of a call, the body of a function. */
  readonly isOpaque: boolean;
}

/**
 * The strings of a configuration in JavaScript or TypeScript, without a parser, for the first look: its brackets are counted,
 * and whatever cannot be told apart is taken for a string of the configuration. A superset of what a parser confirms.
 */
export function looseLiterals(text: string): readonly Literal[] {
  return new LooseReader(text).read();
}

class LooseReader {
  readonly #text: string;
  readonly #found: Literal[] = [];
  readonly #frames: Frame[] = [];
  /** The last two tokens. */
  #previous = '';
  #before = '';
  /** Of the last one, where it is a name or a string. */
  #name: { readonly text: string; readonly start: number } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly Literal[] {
    for (let at = 0; at < this.#text.length && this.#frames.length < deepest;) {
      blank.lastIndex = at;
      if (blank.test(this.#text)) at = blank.lastIndex;
      if (this.#text[at] === '/' && this.#mayBeginPattern(at)) {
        pattern.lastIndex = at;
        if (pattern.test(this.#text)) {
          at = pattern.lastIndex;
          this.#step('/', undefined);
          continue;
        }
      }
      token.lastIndex = at;
      const match = token.exec(this.#text);
      if (match === null) break;
      at = token.lastIndex;
      if (!/^\/[/*]/.test(match[0])) this.#take(match[0], match[1] === undefined ? undefined : match[2], match.index);
    }
    return this.#found;
  }

  #mayBeginPattern(at: number): boolean {
    return !/^\/[/*]/.test(this.#text.slice(at, at + 2)) && /^(?:|return|=>|[(,=:[!&|?{};]+)$/.test(this.#previous);
  }

  #take(whole: string, quoted: string | undefined, start: number): void {
    const top = this.#frames.at(-1);
    if (quoted !== undefined) this.#string(quoted, start + 1);
    else if (whole === '{' || whole === '[' || whole === '(') this.#open(whole);
    else if (whole === '}' || whole === ']' || whole === ')') this.#frames.pop();
    else if (whole === ',' && top !== undefined)
      top.at = top.open === '{' ? undefined : typeof top.at === 'number' ? top.at + 1 : top.at;
    else if (whole === ':') this.#key(top);
    const isName = quoted !== undefined || /^[\w$]+$/.test(whole);
    this.#step(
      quoted === undefined ? whole : '""',
      isName ? { text: quoted ?? whole, start: start + (quoted === undefined ? 0 : 1) } : undefined,
    );
  }

  #step(token: string, name: { readonly text: string; readonly start: number } | undefined): void {
    this.#before = this.#previous;
    this.#previous = token;
    this.#name = name;
  }

  /** A colon behind the first word of an object's member. */
  #key(top: Frame | undefined): void {
    if (top?.open !== '{' || this.#name === undefined || !/^[{,]$/.test(this.#before)) return;
    top.at = this.#name.text;
    this.#add(this.#name, true);
  }

  #open(open: string): void {
    const isValue = this.#frames.some(({ at }) => typeof at === 'string');
    const goesOn = open !== '(' && isValueBehind(this.#previous);
    const isOpaque = this.#frames.at(-1)?.isOpaque === true || (isValue && !goesOn);
    this.#frames.push({ open, at: open === '[' ? 0 : undefined, isOpaque });
  }

  #string(text: string, start: number): void {
    const top = this.#frames.at(-1);
    const isWhole = isValueBehind(this.#previous) || this.#previous === 'default';
    const next = /\s*(?:\/\/[^\n]*\s*)?(?:[,\]}):;]|as\b|satisfies\b|$)/y;
    next.lastIndex = start + text.length + 1;
    const isLabel = top?.open === '{' && top.at === undefined && /^[{,]$/.test(this.#previous);
    if (isWhole && !isLabel && next.test(this.#text)) this.#add({ text, start }, false);
  }

  #add({ text, start }: { readonly text: string; readonly start: number }, isKey: boolean): void {
    if (this.#frames.at(-1)?.isOpaque === true || text.includes('\\')) return;
    const keys = this.#frames.flatMap(({ at, open }) => (at === undefined || open === '(' ? [] : [at]));
    if (keys.length > 0) this.#found.push({ keys, isKey, text, start, end: start + text.length });
  }
}

function isValueBehind(previous: string): boolean {
  return /^(?:[:,[=(]|&&|\|\||\?\??)$/.test(previous);
}
