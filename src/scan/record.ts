import * as v from 'valibot';
import { baseNameOf } from '../base/path.ts';
import type { SkipReason } from '../model/snapshot.ts';
import { findCandidates } from './candidates.ts';
import { ambientModules } from './ambient.ts';
import { configAliasSchema, type ConfigAlias } from './configs/config-alias.ts';
import { scriptOf } from './embedded/script.ts';
import { Sightings, type Sighting } from './sightings.ts';
import { docblockNames } from './docs/docblocks.ts';
import { jsdocCandidates } from './docs/jsdoc-candidates.ts';
import { toPlaces, type Placed } from './placed.ts';
import { namesIn, toolsOf } from './names/config-names.ts';
import { jsonNames } from './names/json-names.ts';
import { looseLiterals } from './names/loose-literals.ts';
import { yamlCandidates } from './names/yaml-names.ts';
import { isDataConfig, isDeclaration, isStyleSheet, isYamlConfig } from './source-kind.ts';
import { styleImports } from './styles/style-imports.ts';
import { looksBinary, looksMinified } from './text.ts';

/** Reasons that lie in the text itself. */
const unfits = ['binary', 'generated'] as const satisfies readonly SkipReason[];
type Unfit = (typeof unfits)[number];

/** Everything that was read out of one text. Depends on the text and the file's name alone, never on the project. */
export interface FileRecord {
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly hash: string;
  /** Why the text is no source to read; then everything below is empty. */
  readonly unfit: Unfit | undefined;
  /** From the lexer: a superset, all `unsure`; of style sheets what they name. */
  readonly candidates: Sightings;
  /** From a parser, once one had to look; undefined until then. */
  readonly sites: Sightings | undefined;
  /** Of a configuration, from a parser, once somebody asked; undefined until then. */
  readonly aliases: readonly ConfigAlias[] | undefined;
  /** Patterns of `declare module`, for declaration files that are no modules. */
  readonly ambient: readonly string[];
}

/** Lexes a text. */
export function readRecord(
  path: string,
  text: string,
  identity: { readonly size: number; readonly mtimeMs: number; readonly hash: string },
): FileRecord {
  const unfit = looksBinary(text) ? 'binary' : looksMinified(text) ? 'generated' : undefined;
  if (unfit !== undefined)
    return { ...identity, unfit, candidates: Sightings.none, sites: undefined, aliases: [], ambient: [] };
  const ambient = isDeclaration(path) ? ambientModules(text) : [];
  const styles = styleImports(path, text);
  // A sheet is read exactly at once.
  if (isStyleSheet(path)) {
    const sites = Sightings.of(styles);
    return { ...identity, unfit, candidates: sites, sites, aliases: [], ambient };
  }
  if (isYamlConfig(path, text)) {
    const candidates = Sightings.of(toPlaces(text, yamlCandidates(path, text)));
    return { ...identity, unfit, candidates, sites: undefined, aliases: [], ambient };
  }
  if (isDataConfig(path) || baseNameOf(path) === 'package.json') {
    const sites = Sightings.of(jsonNames(path, text));
    return { ...identity, unfit, candidates: sites, sites, aliases: undefined, ambient };
  }
  const candidates = Sightings.of([...candidateSightings(path, text), ...styles]);
  return { ...identity, unfit, candidates, sites: undefined, aliases: undefined, ambient };
}

function candidateSightings(file: string, whole: string): readonly Sighting[] {
  const { path, text } = scriptOf(file, whole);
  const erased = isDeclaration(path);
  const found = findCandidates(path, text);
  const imports = found.map((one): Placed => ({ ...one, typeOnly: one.typeOnly || erased, certainty: 'unsure' }));
  return toPlaces(text, [...docblockNames(text), ...jsdocCandidates(text), ...looseNames(path, text), ...imports]);
}

function looseNames(path: string, text: string): readonly Placed[] {
  const tools = toolsOf(path);
  const literals = tools.length === 0 ? [] : looseLiterals(text);
  return tools.flatMap((tool) => namesIn(tool, literals, 'unsure'));
}

/** Raise it whenever the same text would be read differently: remembered records of older code are forgotten. */
export const recordVersion = 9;

type PackedRecord = readonly [
  size: number,
  mtimeMs: number,
  hash: string,
  unfit: number,
  candidates: unknown,
  sites: unknown,
  ambient: readonly string[],
  aliases: readonly ConfigAlias[] | null,
];

/** The record as small JSON, for a {@link ScanCache}. */
export function packRecord(record: FileRecord): unknown {
  const packed: PackedRecord = [
    record.size,
    record.mtimeMs,
    record.hash,
    record.unfit === undefined ? -1 : unfits.indexOf(record.unfit),
    record.candidates.stored,
    record.sites?.stored ?? null,
    record.ambient,
    record.aliases ?? null,
  ];
  return packed;
}

/** The record, or undefined where the value is none: a cache may be damaged, never believed. */
export function unpackRecord(value: unknown): FileRecord | undefined {
  if (!Array.isArray(value) || value.length !== 8) return undefined;
  const [size, mtimeMs, hash, unfit, candidates, sites, ambient, aliases] = value as unknown[];
  if (typeof size !== 'number' || typeof mtimeMs !== 'number' || typeof hash !== 'string') return undefined;
  if (typeof unfit !== 'number' || !isStrings(ambient)) return undefined;
  const read = { candidates: Sightings.read(candidates), sites: sites === null ? undefined : Sightings.read(sites) };
  if (read.candidates === undefined || (sites !== null && read.sites === undefined)) return undefined;
  const said = aliases === null ? undefined : v.safeParse(v.array(configAliasSchema), aliases);
  if (said?.success === false) return undefined;
  return {
    size,
    mtimeMs,
    hash,
    unfit: unfits[unfit],
    candidates: read.candidates,
    sites: read.sites,
    aliases: said?.output,
    ambient,
  };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
