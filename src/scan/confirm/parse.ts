import { docblockNames } from '../docs/docblocks.ts';
import { jsdocCandidates } from '../docs/jsdoc-candidates.ts';
import { toPlaces } from '../placed.ts';
import { namesIn, toolsOf } from '../names/config-names.ts';
import { configLiterals } from './config-literals.ts';
import { jsdocImports } from './jsdoc-imports.ts';
import { scriptOf } from '../embedded/script.ts';
import type { Sighting } from '../sightings.ts';
import type { Confirmer } from './confirmer.ts';
import { isStyleSheet, isYamlConfig } from '../source-kind.ts';
import { styleImports } from '../styles/style-imports.ts';
import { configAliases } from './config-aliases.ts';
import { estreeImports } from './estree-imports.ts';
import { referencedTypes, toSightings } from './found.ts';
import { tolerantImports } from './tolerant-imports.ts';
import { yamlLiterals } from './yaml-literals.ts';

/** Import it through {@link loadConfirmer} alone: behind it stand TypeScript and typescript-estree. */
export function createConfirmer(): Confirmer {
  return { confirm, aliases: configAliases };
}

function confirm(file: string, whole: string): readonly Sighting[] {
  const styles = styleImports(file, whole);
  if (isStyleSheet(file)) return styles;
  if (isYamlConfig(file, whole)) return yamlNames(file, whole);
  const { path, text } = scriptOf(file, whole);
  const exact = estreeImports(path, text);
  const found = [...referencedTypes(text), ...(exact ?? tolerantImports(path, text))];
  const certainty = exact === undefined ? 'unsure' : 'confirmed';
  const tools = toolsOf(path);
  const literals = tools.length === 0 ? [] : configLiterals(path, text);
  const docs = jsdocCandidates(text).length === 0 ? [] : jsdocImports(path, text);
  return [
    ...toSightings(path, text, found, certainty),
    ...toPlaces(text, [
      ...docblockNames(text),
      ...docs,
      ...tools.flatMap((tool) => namesIn(tool, literals, certainty)),
    ]),
    ...styles,
  ].toSorted((a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn);
}

function yamlNames(path: string, text: string): readonly Sighting[] {
  const literals = yamlLiterals(text);
  return toPlaces(
    text,
    toolsOf(path).flatMap((tool) => namesIn(tool, literals, 'confirmed')),
  );
}
