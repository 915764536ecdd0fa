import type { ImportForm } from '../../model/import-site.ts';
import { headComments } from '../docs/head-comments.ts';
import { toPlaces } from '../placed.ts';
import type { Sighting } from '../sightings.ts';
import { isDeclaration } from '../source-kind.ts';

/** What a syntax tree says about one import, in offsets. */
export interface Found {
  readonly specifier: string;
  readonly form: ImportForm;
  readonly typeOnly: boolean;
  /** Of the literal with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Of the statement or call. */
  readonly statement: number;
}

/** Offsets to lines, without what a comment takes out. In declaration files every import is erased. */
export function toSightings(
  path: string,
  text: string,
  found: readonly Found[],
  certainty: Sighting['certainty'],
): readonly Sighting[] {
  const erased = isDeclaration(path);
  return toPlaces(
    text,
    found.map((one) => ({
      ...one,
      typeOnly: one.typeOnly || erased,
      certainty,
      start: one.start + 1,
      end: one.end - 1,
    })),
  );
}

const reference = /^\/\/\/[ \t]*<reference[ \t](?:[^>\n]{0,300}[ \t])?types[ \t]*=[ \t]*(["'])([^"'>\n]+)\1[^>]*>/;

/** `/// <reference types="x" />` counts in the head of a file only, before its first statement (TypeScript handbook). */
export function referencedTypes(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const { comment: match, start } of headComments(text)) {
    const directive = match.startsWith('///') ? reference.exec(match) : null;
    const specifier = directive?.[2];
    if (directive === null || specifier === undefined) continue;
    const quote = start + directive[0].lastIndexOf(`${directive[1]}${specifier}${directive[1]}`);
    found.push({
      specifier,
      form: 'reference-types',
      typeOnly: true,
      start: quote,
      end: quote + specifier.length + 2,
      statement: start,
    });
  }
  return found;
}
