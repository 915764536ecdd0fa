import type { ConfigAlias } from '../configs/config-alias.ts';
import type { Sighting } from '../sightings.ts';

/** Reads a text with a real parser. */
export interface Confirmer {
  /**
   * Exactly the import sites of a text, comments and strings excluded. Half-typed code gives what a tolerant parser
   * can make of it, marked `unsure`. Never throws.
   */
  confirm(path: string, text: string): readonly Sighting[];
  /** What a configuration makes of bare specifiers. It is read, never run. Never throws. */
  aliases(path: string, text: string): readonly ConfigAlias[];
}

/** Loads the parser: 400 ms and 3.9 MB, so only when the first file needs it. */
export type LoadConfirmer = () => Promise<Confirmer>;

/** The one door to TypeScript and typescript-estree; a bundler cuts here. */
export const loadConfirmer: LoadConfirmer = async () => (await import('./parse.ts')).createConfirmer();
