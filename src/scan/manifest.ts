import { t } from '@vscode/l10n';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import type { RelativePath } from '../base/path.ts';
import { manifestPath, type DependencyField, type Manifest, type ManifestFault } from '../model/manifest.ts';
import { LineIndex } from './text.ts';

/** The manifest, or where its text is broken. */
export type ManifestReading =
  { readonly ok: true; readonly manifest: Manifest } | { readonly ok: false; readonly fault: ManifestFault };

const text = v.fallback(v.optional(v.string()), undefined);
const object = v.record(v.string(), v.unknown());
const ranges = v.fallback(v.optional(object, {}), {});
const engine = v.object({ name: v.string(), version: text });

/** Only what is read; a field of the wrong type counts as absent, as npm treats most of them. */
const schema = v.object({
  name: text,
  version: text,
  main: v.optional(v.unknown()),
  exports: v.optional(v.unknown()),
  imports: v.fallback(v.optional(object, {}), {}),
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
  workspaces: v.fallback(
    v.optional(
      v.union([
        v.array(v.string()),
        v.pipe(
          v.object({ packages: v.array(v.string()) }),
          v.transform((value) => value.packages),
        ),
      ]),
    ),
    undefined,
  ),
  packageManager: text,
  devEngines: v.fallback(
    v.optional(
      v.object({
        packageManager: v.optional(
          v.union([
            v.array(engine),
            v.pipe(
              engine,
              v.transform((one) => [one]),
            ),
          ]),
          [],
        ),
      }),
    ),
    undefined,
  ),
});

/**
 * Reads a package.json as npm does (json-parse-even-better-errors): a byte order mark is fine, the last of two equal
 * keys wins, comments and trailing commas are faults.
 */
export function parseManifest(folder: RelativePath, source: string): ManifestReading {
  const json = source.startsWith('\uFEFF') ? source.slice(1) : source;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, fault: faultAt(folder, json, faultOffset(json)) };
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success || Array.isArray(value)) return { ok: false, fault: faultAt(folder, json, 0) };
  return { ok: true, manifest: toManifest(folder, parsed.output) };
}

/** True for a file that only sets a module type (`{"type":"module"}`): it owns nothing, the one above it does. */
export function isMarker(manifest: Manifest): boolean {
  return (
    manifest.folder !== '' &&
    manifest.name === undefined &&
    manifest.workspaces === undefined &&
    manifest.packageManager === undefined &&
    Object.values(manifest.dependencies).every((field) => field.size === 0)
  );
}

function toManifest(folder: RelativePath, fields: v.InferOutput<typeof schema>): Manifest {
  const declared = (field: DependencyField): ReadonlyMap<string, string> =>
    new Map(Object.entries(fields[field]).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return {
    folder,
    name: fields.name,
    version: fields.version,
    dependencies: {
      dependencies: declared('dependencies'),
      devDependencies: declared('devDependencies'),
      optionalDependencies: declared('optionalDependencies'),
      peerDependencies: declared('peerDependencies'),
    },
    workspaces: fields.workspaces,
    imports: Object.keys(fields.imports),
    selfReference: fields.exports !== undefined || typeof fields.main === 'string',
    packageManager: fields.packageManager,
    devEngines: fields.devEngines?.packageManager.map(({ name, version }) => ({ name, version })) ?? [],
  };
}

function faultAt(folder: RelativePath, source: string, offset: number): ManifestFault {
  const { line, column } = new LineIndex(source).at(offset);
  return {
    folder,
    message: t('{0} is not valid JSON (line {1}, column {2}).', manifestPath(folder), line, column),
    line,
    column,
  };
}

/** JSON.parse names no reliable place; the tolerant parser does. */
function faultOffset(source: string): number {
  const errors: ParseError[] = [];
  parseJsonc(source, errors, { disallowComments: true, allowTrailingComma: false });
  return Math.min(...errors.map((error) => error.offset), source.length);
}
