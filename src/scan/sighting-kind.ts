import type { ImportForm } from '../model/import-site.ts';
import type { Doubt } from '../model/snapshot.ts';

/** What of a sighting decides who answers for its specifier. */
export interface SightingKind {
  readonly typeOnly: boolean;
  /** In a TypeScript file. */
  readonly typeScript: boolean;
  /** `/// <reference types="…" />` */
  readonly isReference: boolean;
  /** Of a style sheet, a configuration or a script: what tests and compilers are told about modules of code does not count. */
  readonly isOther: boolean;
}

export function kindOf(form: ImportForm, typeOnly: boolean, typeScript: boolean): SightingKind {
  return {
    typeOnly,
    typeScript,
    isReference: form === 'reference-types' || form === 'config-types',
    isOther: form === 'style-import' || form === 'config-types' || isNamedForm(form),
  };
}

/** What development alone runs, wherever it is configured. */
export function isOfTools(form: ImportForm): boolean {
  return form === 'config' || form === 'config-types' || form === 'script';
}

export function isOfComments(form: ImportForm): boolean {
  return form === 'jsdoc-import' || form === 'docblock';
}

/** By other words than a specifier. */
export function isNamedForm(form: ImportForm): boolean {
  return form === 'docblock' || form === 'config' || form === 'script';
}

/** What a place's meanings are sorted by. Asked for every sighting, so it is a number. */
export function meaningKind(form: ImportForm, typeOnly: boolean): number {
  if (form === 'script') return 7;
  if (form === 'config-types') return 6;
  if (isNamedForm(form)) return 5;
  return form === 'style-import' ? 4 : (typeOnly ? 1 : 0) + (form === 'reference-types' ? 2 : 0);
}

/** What makes a sighting unsure that was seen where nothing is, or in half-typed code. */
export function unsureBy(form: ImportForm): Doubt {
  switch (form) {
    case 'jsdoc-import':
    case 'docblock':
      return 'comment';
    case 'script':
      return 'program';
    case 'config':
    case 'config-types':
      return 'tool';
    default:
      return 'half-typed';
  }
}
