import { init, parse, type Import } from 'es-module-lexer';
import type { ImportForm } from '../model/import-site.ts';
import { isTypeScript } from './source-kind.ts';

/** A string that may name a module. A superset: comments and strings may have slipped in, only a parser can tell. */
export interface Candidate {
  readonly specifier: string;
  readonly form: ImportForm;
  /** True only where it is certain. */
  readonly typeOnly: boolean;
  /** Offsets of the text between the quotes. */
  readonly start: number;
  readonly end: number;
  /** Offset at which the statement or call begins. */
  readonly statement: number;
}

/** Compiles the lexer beside other work; else the first {@link findCandidates} does, for which all else waits. */
export async function prepareLexer(): Promise<void> {
  await init();
}

// Every repetition is bounded, so that no input makes these slow. A specifier over 500 characters names no package.
const blank = String.raw`\s{0,200}(?:(?:\/\*(?:[^*]|\*(?!\/)){0,400}\*\/|\/\/[^\n]{0,400}\n)\s{0,200}){0,5}`;
const quoted = String.raw`(?:"((?:[^"\\\r\n]|\\.){1,500})"|'((?:[^'\\\r\n]|\\.){1,500})')`;
const literal =
  String.raw`(?:"((?:[^"\\\r\n]|\\.){1,500})"|'((?:[^'\\\r\n]|\\.){1,500})'|` +
  '`((?:[^`\\\\$]|\\\\.|\\$(?!\\{)){1,500})`)';

interface Pattern {
  readonly form: ImportForm;
  readonly regex: RegExp;
}

const staticPatterns: readonly Pattern[] = [
  { form: 'import', regex: new RegExp(String.raw`\bfrom${blank}${quoted}`, 'g') },
  { form: 'import', regex: new RegExp(String.raw`\bimport${blank}${quoted}`, 'g') },
];
const dynamicPattern: Pattern = {
  form: 'dynamic-import',
  regex: new RegExp(String.raw`\bimport(?:\s{0,9}\.\s{0,9}(?:defer|source))?${blank}\(${blank}${literal}`, 'g'),
};
const requirePattern: Pattern = {
  form: 'require',
  regex: new RegExp(String.raw`\brequire(?:${blank}\.${blank}resolve)?${blank}(?:\?\.)?\(${blank}${literal}`, 'g'),
};
const referencePattern: Pattern = {
  form: 'reference-types',
  regex:
    /^[ \t]*\/\/\/[ \t]*<reference[ \t](?:[^>\n]{0,300}[ \t])?types[ \t]*=[ \t]*(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/gm,
};

/**
 * Every specifier the file might import. The lexer is exact for what it reads (JavaScript, most TypeScript) and throws
 * on JSX; there, and where it is known to look away (`declare module` bodies, namespaces, `typeof import()`), patterns
 * over the raw text take its place.
 */
export function findCandidates(path: string, text: string): readonly Candidate[] {
  if (!mayImport(text)) return [];
  const found = new Map<number, Candidate>();
  const add = (candidate: Candidate): void => {
    if (!found.has(candidate.start)) found.set(candidate.start, candidate);
  };
  const lexed = lex(text);
  lexed?.forEach(add);
  for (const pattern of patternsFor(path, text, lexed !== undefined)) matches(pattern, text).forEach(add);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** Line ends that the lexer takes for no white space: it looks away from an import that begins with one. */
const rareLineEnd = /[\u2028\u2029]/;

/** Blocks of TypeScript in which the lexer sees no imports. */
function hasNested(text: string): boolean {
  const mayHave = text.includes('declare') || text.includes('namespace') || text.includes('module');
  return mayHave && /\bdeclare\s+(?:module|global|namespace)\b|\bnamespace\s+\w|\bmodule\s+['"]/.test(text);
}

/** The cheapest question: most files without imports end here. */
function mayImport(text: string): boolean {
  return text.includes('import') || text.includes('require') || text.includes('from') || text.includes('<reference');
}

function patternsFor(path: string, text: string, lexed: boolean): readonly Pattern[] {
  const patterns: Pattern[] = [];
  const typeScript = isTypeScript(path);
  const looksAway = (typeScript && hasNested(text)) || rareLineEnd.test(text);
  if (!lexed || looksAway) patterns.push(...staticPatterns);
  if ((!lexed || typeScript || looksAway) && text.includes('import')) patterns.push(dynamicPattern);
  if (text.includes('require')) patterns.push(requirePattern);
  if (text.includes('<reference')) patterns.push(referencePattern);
  return patterns;
}

function lex(text: string): readonly Candidate[] | undefined {
  try {
    return parse(text)[0].flatMap((found) => fromLexer(text, found));
  } catch {
    return undefined;
  }
}

function fromLexer(text: string, found: Import): readonly Candidate[] {
  if (found.type === 'import-meta' || found.specifier === undefined) return [];
  if (found.type === 'dynamic') {
    // The lexer's range is the whole argument, quotes and all.
    return found.glob
      ? []
      : [
          {
            specifier: found.specifier,
            form: 'dynamic-import',
            typeOnly: false,
            start: found.start + 1,
            end: found.end - 1,
            statement: found.importStart,
          },
        ];
  }
  const head = text.slice(found.importStart, found.start);
  const form = head.startsWith('export') && !/^export\s+import\b/.test(head) ? 'export-from' : 'import';
  return [
    {
      specifier: found.specifier,
      form: form === 'import' && /=\s*require\b/.test(head) ? 'import-equals' : form,
      typeOnly: found.typeOnly,
      start: found.start,
      end: found.end,
      statement: found.importStart,
    },
  ];
}

function matches({ form, regex }: Pattern, text: string): readonly Candidate[] {
  return [...text.matchAll(regex)].map((match) => {
    const raw = match[1] ?? match[2] ?? match[3] ?? '';
    // Every pattern ends with the closing quote.
    const end = match.index + match[0].length - 1;
    const isResolve = form === 'require' && /^require[^(]*resolve/.test(match[0]);
    return {
      specifier: unescapeLiteral(raw),
      form: isResolve ? 'require-resolve' : form,
      typeOnly: form === 'reference-types',
      start: end - raw.length,
      end,
      statement: match.index,
    };
  });
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/** The value of a string literal's text. */
function unescapeLiteral(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi,
    (_, long, short, byte, other: string) => {
      const code = Number.parseInt(long ?? short ?? byte ?? '', 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      return simpleEscapes[other] ?? other ?? '';
    },
  );
}
