import type { RelativePath } from '../../base/path.ts';
import { toPlaces, type Placed } from '../placed.ts';
import type { Sighting } from '../sightings.ts';
import { mayHaveStyles, styleParts, type StylePart } from './style-parts.ts';

/** The rules that name another sheet or a module of one. `@config` and `@source` name files alone. */
const rule = /@(?:import|use|forward|plugin|reference)(?![\w-])/i;

/** What of a sheet is no plain text; everything between two of these is passed over. */
const token = /\/\*|\/\/|["']|url\(|@(?:import|use|forward|plugin|reference)(?![\w-])/gi;

/**
 * What the style sheets of a text import: `@import` (CSS Cascading and Inheritance, "Importing Style Sheets"; Less
 * documentation, "@import At-Rules"), `@use` and `@forward` (Sass documentation, "At-Rules"), `@plugin` and `@reference`
 * (Tailwind CSS documentation, "Functions and directives"). Comments and strings are told apart, so this is exact; a string
 * without its end gives nothing. What stands in a variable, or in part so, names nothing.
 */
export function styleImports(path: RelativePath, text: string): readonly Sighting[] {
  if (!mayHaveStyles(path, text) || !rule.test(text)) return [];
  return toPlaces(
    text,
    styleParts(path, text).flatMap((part) => new Sheet(text, part).imports()),
  );
}

interface Quoted {
  readonly start: number;
  readonly end: number;
}

class Sheet {
  readonly #text: string;
  readonly #part: StylePart;
  readonly #found: Placed[] = [];
  #at: number;

  /** Everything behind the part's end is blank, for all that is asked here. */
  constructor(text: string, part: StylePart) {
    this.#text = part.end === text.length ? text : text.slice(0, part.end);
    this.#part = part;
    this.#at = part.start;
  }

  imports(): readonly Placed[] {
    token.lastIndex = this.#at;
    for (let match = token.exec(this.#text); match !== null; match = token.exec(this.#text)) {
      this.#at = match.index;
      this.#pass(match[0]);
      token.lastIndex = this.#at;
    }
    return this.#found;
  }

  #pass(found: string): void {
    if (found === '/*' || found === '//') this.#passComment();
    else if (found === '"' || found === "'") this.#string();
    else if (found.startsWith('@')) this.#rule(found);
    else this.#address();
  }

  /** Stops behind what was read of it; the rest is passed over like all other text. */
  #rule(name: string): void {
    const statement = this.#at;
    this.#at += name.length;
    this.#passBlanks();
    const { dialect } = this.#part;
    const options = dialect === 'less' && /^@(?:import|plugin)$/i.test(name) ? this.#options() : '';
    do {
      this.#passBlanks();
      const isAddress = this.#text.slice(this.#at, this.#at + 4).toLowerCase() === 'url(';
      const quoted = isAddress ? this.#address() : this.#string();
      if (quoted === undefined) return;
      if (dialect !== 'less' || this.#isOfLess(name, options, quoted)) this.#add(quoted, statement);
      this.#passBlanks();
    } while (this.#part.dialect === 'sass' && this.#takes(','));
  }

  /** What is optional is not missed; of a plugin, `less-plugin-` may be left out, so that no name can be told (Less documentation). */
  #isOfLess(name: string, options: string, { start }: Quoted): boolean {
    if (/^@plugin$/i.test(name)) return this.#text.startsWith('less-plugin-', start);
    return !/\boptional\b/.test(options);
  }

  #add({ start, end }: Quoted, statement: number): void {
    const specifier = this.#text.slice(start, end);
    if (!mayNamePackage(specifier)) return;
    this.#found.push({
      specifier,
      form: 'style-import',
      typeOnly: false,
      certainty: 'confirmed',
      start,
      end,
      statement,
    });
  }

  /** `"x"`, on one line, as CSS has it; undefined where it has no end there. */
  #string(): Quoted | undefined {
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") return undefined;
    const start = this.#at + 1;
    const ends = quote === '"' ? /["\n\r\f\\]/g : /['\n\r\f\\]/g;
    ends.lastIndex = start;
    for (let match = ends.exec(this.#text); match !== null; match = ends.exec(this.#text)) {
      if (match[0] === '\\') {
        ends.lastIndex += 1;
        continue;
      }
      this.#at = match.index + 1;
      return match[0] === quote ? { start, end: match.index } : undefined;
    }
    this.#at = this.#text.length;
    return undefined;
  }

  /** `url("x")` and `url(x)`, where a blank or a quote ends the address. */
  #address(): Quoted | undefined {
    this.#at += 'url('.length;
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const quoted = this.#string() ?? this.#plain();
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#takes(')') ? quoted : undefined;
  }

  #plain(): Quoted | undefined {
    const start = this.#at;
    const ends = /[\s"'()\\]/g;
    ends.lastIndex = start;
    this.#at = ends.exec(this.#text)?.index ?? this.#text.length;
    return this.#at === start ? undefined : { start, end: this.#at };
  }

  /** `(reference, css)` of an import, any arguments of a plugin. */
  #options(): string {
    const options = /\([^()]{0,200}\)/y;
    options.lastIndex = this.#at;
    const found = options.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #passBlanks(): void {
    for (let before = -1; before !== this.#at;) {
      before = this.#at;
      while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (/^\/[/*]/.test(this.#text.slice(this.#at, this.#at + 2))) this.#passComment();
    }
  }

  /** CSS itself has none that begin with two slashes, but they take the rule behind them out all the same. */
  #passComment(): void {
    this.#passTo(this.#text[this.#at + 1] === '/' ? '\n' : '*/');
  }

  #passTo(end: string): void {
    const found = this.#text.indexOf(end, this.#at + 2);
    this.#at = found < 0 ? this.#text.length : found + end.length;
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

/**
 * False for files and addresses by their looks, for Sass's own modules, and where a variable has its part: `#{$x}` of Sass,
 * `@{x}` of Less, `$(x)` of PostCSS.
 */
function mayNamePackage(specifier: string): boolean {
  return (
    specifier.length <= 500 &&
    !/^(?:\.|\/|[a-z][a-z0-9+-]*:)/i.test(specifier.replace(/^pkg:/, '')) &&
    !/[\\\s$]|[#@]\{/.test(specifier)
  );
}
