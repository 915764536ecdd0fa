import * as v from 'valibot';
import type { PackageName } from '../model/package-name.ts';
import type { Packument, PublishedVersion, RegistryAnswer } from '../ports/registry.ts';
import { distOf } from './published-dist.ts';

/** Reads what a registry sent for a name. Rejects with a SyntaxError where it is no JSON. What is sent cannot be used any more then. */
export type ReadPackument = (name: PackageName, sent: Uint8Array<ArrayBuffer>) => Promise<RegistryAnswer>;

/** On this thread. */
export const readHere: ReadPackument = async (name, sent) => parsePackument(name, jsonOf(sent));

function jsonOf(sent: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(sent));
}

const text = v.pipe(v.string(), v.maxLength(10_000));
const versionSchema = v.object({
  version: text,
  deprecated: v.optional(v.unknown()),
  types: v.optional(v.unknown()),
  typings: v.optional(v.unknown()),
  exports: v.optional(v.unknown()),
  scripts: v.optional(v.unknown()),
  gypfile: v.optional(v.unknown()),
  hasInstallScript: v.optional(v.unknown()),
  _npmUser: v.optional(v.unknown()),
  license: v.optional(v.unknown()),
  dependencies: v.optional(v.unknown()),
  optionalDependencies: v.optional(v.unknown()),
  dist: v.optional(v.unknown()),
});
const packumentSchema = v.object({
  versions: v.record(v.string(), v.unknown()),
  'dist-tags': v.optional(v.record(v.string(), v.unknown()), {}),
  time: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** Reads the fields we use. Source: npm's documentation "Package metadata". One malformed version drops that version. */
export function parsePackument(name: PackageName, raw: unknown): RegistryAnswer {
  const parsed = v.safeParse(packumentSchema, raw);
  if (!parsed.success) return { ok: false, reason: 'malformed', message: v.summarize(parsed.issues) };
  const versions = new Map<string, PublishedVersion>();
  for (const [key, value] of Object.entries(parsed.output.versions)) {
    const version = v.safeParse(versionSchema, value);
    if (version.success && version.output.version === key) versions.set(key, toVersion(version.output));
  }
  const packument: Packument = {
    name,
    versions,
    distTags: stringsOf(parsed.output['dist-tags']),
    times: stringsOf(parsed.output.time),
  };
  return { ok: true, packument };
}

function toVersion(raw: v.InferOutput<typeof versionSchema>): PublishedVersion {
  return {
    version: raw.version,
    deprecated: typeof raw.deprecated === 'string' && raw.deprecated !== '' ? raw.deprecated : undefined,
    declaresTypes:
      typeof raw.types === 'string' || typeof raw.typings === 'string' || hasTypesCondition(raw.exports, 0),
    installScripts: installScriptsOf(raw),
    publisher: publisherOf(raw._npmUser),
    license: licenseOf(raw.license),
    dependencies: [...new Set([...keysOf(raw.dependencies), ...keysOf(raw.optionalDependencies)])],
    ...distOf(raw.dist),
    unpackedBytes: unpackedBytesOf(raw.dist),
  };
}

/** npm documentation, "scripts", "npm install": `install` is node-gyp's where there is a `binding.gyp` and no other. */
function installScriptsOf(raw: v.InferOutput<typeof versionSchema>): readonly string[] {
  const names = new Set(keysOf(raw.scripts));
  const found = ['preinstall', 'install', 'postinstall'].filter((name) => names.has(name));
  if (found.length > 0) return found;
  return raw.gypfile === true || raw.hasInstallScript === true ? ['install'] : [];
}

/** Old packages have an object with a `type` there (npm documentation, "license"). */
function licenseOf(license: unknown): string | undefined {
  const told: unknown =
    typeof license === 'object' && license !== null ? (license as { readonly type?: unknown }).type : license;
  return typeof told === 'string' && told !== '' && told.length <= longestLicense ? told : undefined;
}

const longestLicense = 1_000;

function publisherOf(user: unknown): string | undefined {
  const name = typeof user === 'object' && user !== null ? (user as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function unpackedBytesOf(dist: unknown): number | undefined {
  const size =
    typeof dist === 'object' && dist !== null ? (dist as { readonly unpackedSize?: unknown }).unpackedSize : 0;
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A `types` key, or a declaration file as a target, anywhere in `exports`. Depth is bounded: it is untrusted. */
function hasTypesCondition(exports: unknown, depth: number): boolean {
  if (typeof exports === 'string') return /\.d\.[cm]?ts$/.test(exports);
  if (typeof exports !== 'object' || exports === null || depth > 6) return false;
  return Object.entries(exports).some(([key, value]) => key === 'types' || hasTypesCondition(value, depth + 1));
}

function stringsOf(record: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
