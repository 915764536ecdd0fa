import type { Hazard, ReadConfig } from '../../ports/manager-driver.ts';

/**
 * Settings of a project's .npmrc that npm writes or reads files by, and that no argument can undo without knowing the
 * user's own value (npm documentation: config). The programs that it can name (`git`, `script-shell`, `node-options`,
 * `editor` and the like) are overridden by arguments, or never started without scripts.
 */
const placing = ['cache', 'logs-dir', 'globalconfig', 'userconfig'];

export async function npmHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const text = await read('.npmrc');
  return entriesOf(text ?? '')
    .filter(({ key, value }) => placing.includes(key) && !isInside(value))
    .map(({ key }) => ({ file: '.npmrc', setting: key, effect: 'uses-files-outside' }));
}

/** `key = value`, comments by `;` or `#`, values bare or quoted (npm documentation: npmrc, the format of ini). */
function entriesOf(text: string): readonly { readonly key: string; readonly value: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(?:--)?"?([\w-]+)"?\s*=\s*(.*?)\s*$/.exec(line);
    return match === null ? [] : [{ key: match[1] ?? '', value: (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2') }];
  });
}

/** A path that stays in the project; a variable or `~` may lead anywhere. */
function isInside(path: string): boolean {
  return /^[\w.-]/.test(path) && !/^[a-z]:/i.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('${');
}
