import type { ScriptLanguage } from './script.ts';

const languages: Readonly<Record<string, ScriptLanguage>> = {
  '': 'js',
  babel: 'jsx',
  javascript: 'js',
  js: 'js',
  jsx: 'jsx',
  module: 'js',
  ts: 'ts',
  tsx: 'tsx',
  typescript: 'ts',
};

/** By a `lang` or `type` attribute (`text/typescript` is what older Svelte wrote); undefined for what is no such script. */
export function languageOf(attributes: ReadonlyMap<string, string>): ScriptLanguage | undefined {
  const named = attributes.get('lang') ?? attributes.get('type') ?? '';
  return languages[named.toLowerCase().replace(/^(?:text|application)\//, '')];
}

/** The one that reads all of them. */
export function widest(found: readonly ScriptLanguage[]): ScriptLanguage {
  const has = (part: string): boolean => found.some((one) => one.includes(part));
  return `${has('ts') ? 'ts' : 'js'}${has('x') ? 'x' : ''}`;
}
