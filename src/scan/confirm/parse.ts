import { scriptOf } from '../embedded/script.ts';
import type { Sighting } from '../sightings.ts';
import type { Confirmer } from './confirmer.ts';
import { configAliases } from './config-aliases.ts';
import { estreeImports } from './estree-imports.ts';
import { referencedTypes, toSightings } from './found.ts';
import { tolerantImports } from './tolerant-imports.ts';

/** Import it through {@link loadConfirmer} alone: behind it stand TypeScript and typescript-estree. */
export function createConfirmer(): Confirmer {
  return { confirm, aliases: configAliases };
}

function confirm(file: string, whole: string): readonly Sighting[] {
  const { path, text } = scriptOf(file, whole);
  const exact = estreeImports(path, text);
  const found = [...referencedTypes(text), ...(exact ?? tolerantImports(path, text))];
  return toSightings(path, text, found, exact === undefined ? 'unsure' : 'confirmed').toSorted(
    (a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn,
  );
}
