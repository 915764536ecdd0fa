import type { RelativePath } from '../../base/path.ts';
import type { TextPlace } from '../../base/text-place.ts';
import type { RuleRow } from '../../model/rule.ts';
import type { RuleFault, UpdatesBy } from '../../model/rules-in-force.ts';

/** Keys and places in lists, from the outside to the inside. */
export type SettingPath = readonly (string | number)[];

/** A file of another tool, parsed. */
export interface Settings {
  /** Relative to the workspace folder. */
  readonly file: RelativePath;
  /** Root of the project that it is for; undefined: all of the repository. */
  readonly project: RelativePath | undefined;
  /** What it says; untrusted. Ask it by {@link own}: a key may be named like something that every object has. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Of a value, or of the nearest around it that is there. */
  placeOf(path: SettingPath): TextPlace;
}

/** What the settings of one file mean for us. */
export interface NativeReading {
  readonly rules: readonly RuleRow[];
  readonly faults: readonly RuleFault[];
  /** What is right as it stands, and not held here, or more strictly than it says. */
  readonly notes: readonly RuleFault[];
  readonly updatesBy: readonly UpdatesBy[];
}

/** Reads the settings of one tool. */
export type ReadNative = (settings: Settings) => NativeReading;

/** A field of an object of a file; undefined where it is not there, or that is no object. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** True for an object with fields: no list, not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
