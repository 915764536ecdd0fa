import { parseSettings, type ParseText } from '../../src/engine/settings-text.ts';
import type { NativeReading, ReadNative } from '../../src/policy/native/settings.ts';

/** What a text in the file of a tool means. Rejects where the text is none of its format. */
export async function readNative(
  read: ReadNative,
  parse: ParseText,
  text: string,
  file = 'file',
  project: string | undefined = undefined,
): Promise<NativeReading> {
  return read(await parseSettings(file, project, text, parse));
}

/** Each rule as its kind, and its conditions in few words: lists joined, bounds as `<30`, `>=2<30`. */
export function inShort({ rules }: NativeReading): readonly string[] {
  return rules.map(({ kind, conditions }) => [kind, ...Object.entries(conditions).map(condition)].join(' '));
}

/** Without what is the same in all rules about ages. */
export function agesOf(reading: NativeReading): readonly string[] {
  return inShort(reading).map((text) =>
    text
      .replace(' dependencyType=dependencies,devDependencies,optionalDependencies,peerDependencies', '')
      .replace(' action=install,update', ''),
  );
}

function condition([name, argument]: readonly [string, unknown]): string {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument))
    return `${name}=${String(argument)}`;
  const { atLeast, below } = argument as { readonly atLeast?: number; readonly below?: number };
  return `${name}${atLeast === undefined ? '' : `>=${atLeast}`}${below === undefined ? '' : `<${below}`}`;
}

/** `line:column message` of each fault or note. */
export function places(list: NativeReading['faults']): readonly string[] {
  return list.map(({ line, column, message }) => `${line}:${column} ${message}`);
}
