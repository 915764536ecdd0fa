import { baseNameOf, type RelativePath } from '../../base/path.ts';
import { toPlaces } from '../placed.ts';
import type { Sighting } from '../sightings.ts';
import { namesIn, toolsOf } from './config-names.ts';
import { jsonLiterals } from './json-literals.ts';
import { scriptNames } from './script-names.ts';
import { tools } from './tools.ts';

/** The packages that a configuration in JSON, or the scripts of a package.json, name. Exact, and none of other files. */
export function jsonNames(path: RelativePath, text: string): readonly Sighting[] {
  const literals = jsonLiterals(text);
  if (baseNameOf(path) !== 'package.json') {
    return toPlaces(
      text,
      toolsOf(path).flatMap((tool) => namesIn(tool, literals, 'confirmed')),
    );
  }
  const named = tools.flatMap((tool) =>
    tool.inManifest === undefined ? [] : namesIn(tool, literals, 'confirmed', tool.inManifest),
  );
  return toPlaces(text, [...named, ...scriptNames(literals)]);
}
