import type { Placed } from '../placed.ts';
import type { Literal } from './literal.ts';
import { named } from './named.ts';
import { programs } from './programs.ts';
import { commandsOf } from './script-commands.ts';

/** The packages of the well-known programs that the scripts of a package.json run. Never sure: a program may be the system's. */
export function scriptNames(literals: readonly Literal[]): readonly Placed[] {
  const scripts = literals.filter(({ keys, isKey }) => !isKey && keys.length === 2 && keys[0] === 'scripts');
  const own = new Set(scripts.map(({ keys }) => keys[1]));
  return scripts.flatMap((script) =>
    commandsOf(script.text)
      .filter(({ text, mayBeScript }) => !mayBeScript || !own.has(text))
      .flatMap(({ text, start }): readonly Placed[] => {
        const packages = programs.get(text);
        const at = script.start + start;
        return packages === undefined
          ? []
          : [
              {
                specifier: named(packages, text),
                form: 'script',
                typeOnly: false,
                certainty: 'unsure',
                start: at,
                end: at + text.length,
                statement: at,
              },
            ];
      }),
  );
}
