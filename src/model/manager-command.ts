import { baseNameOf } from '../base/path.ts';

/** Programs and scripts whose name says that they change node_modules; `npx` and the like run something else. */
const managerNames = /^(?:npm|npm-cli|pnpm|yarn|yarnpkg|berry|bun)(?:\.[cm]?js|\.exe|\.cmd|\.ps1)?$/i;
/** What they are called with to do so; a bare `yarn` too. */
const changing =
  /^(?:install|i|in|ins|ci|clean-install|ic|install-test|it|cit|add|a|remove|rm|uninstall|un|r|update|up|upgrade|udpate|dedupe|ddp|prune|rebuild|rb|link|ln|unlink|import|upgrade-interactive)$/;
/** Options that are followed by a word of their own. */
const withValue = /^(?:-C|-F|-w|--(?:prefix|dir|cwd|filter|workspace|registry|loglevel|userconfig|cache))$/;
const folderOption = /^(?:-C|--prefix|--dir|--cwd)$/;
/** What says that the project stays as it is. */
const elsewhere = /^(?:-g|--global|--location=global|--version|-v|--help|-h)$/;

/** Where in a command its package manager stands: `npm …`, `corepack pnpm …`, `node …/npm-cli.js …`. */
const managerAmong = 3;

/**
 * Whether a command, split into its words, is a package manager that changes node_modules. Sources: npm, pnpm, Yarn and
 * Bun documentation, "CLI commands".
 */
export function changesModules(words: readonly string[]): boolean {
  const at = words.slice(0, managerAmong).findIndex((word) => managerNames.test(programOf(word)));
  if (at < 0) return false;
  const args = words.slice(at + 1);
  if (args.some((word) => elsewhere.test(word))) return false;
  const [verb, ...rest] = verbsOf(args);
  if (verb === undefined) return /^(?:yarn|berry)/i.test(programOf(words[at] ?? ''));
  if (verb === 'audit') return rest[0] === 'fix' || args.includes('--fix');
  return changing.test(verb === 'workspace' ? (rest[1] ?? '') : verb);
}

/** A command that somebody typed and that changes node_modules until it ends. */
export interface TypedInstall {
  /** The words of the command itself, without those that stand before it in the line. */
  readonly words: readonly string[];
  /** The ways from the shell's folder to where it works, to be gone one after the other. */
  readonly folders: readonly string[];
}

/**
 * The package manager with whose end a line of a POSIX shell, PowerShell or cmd ends. Undefined where there is none, and
 * where something else follows it: nobody can tell when the install of `npm install && npm start` has ended.
 */
export function installOf(line: string): TypedInstall | undefined {
  const commands = commandsOf(line);
  const folders = commands.slice(0, -1).flatMap(([program, folder]) => {
    return /^(?:cd|pushd|chdir|sl|set-location)$/i.test(program ?? '') && folder !== undefined ? [folder] : [];
  });
  const words = commands.at(-1) ?? [];
  if (!changesModules(words)) return undefined;
  const own = words.flatMap((word, index) => {
    const [name = '', value] = word.split('=', 2);
    if (!folderOption.test(name)) return [];
    return [value ?? words[index + 1] ?? ''].filter(Boolean);
  });
  return { words, folders: [...folders, ...own] };
}

function programOf(word: string): string {
  return baseNameOf(word.replaceAll('\\', '/'));
}

/** The words that are neither options nor what belongs to one. `pnpm -w add`: an option may stand alone as well. */
function verbsOf(args: readonly string[]): readonly string[] {
  return args.filter((word, index) => {
    if (word.startsWith('-')) return false;
    return changing.test(word) || !withValue.test(args[index - 1] ?? '');
  });
}

/** A redirection, a word with its quotes, or what ends a command. */
const tokens = /\d?>&\d|[\d&]?>{1,2}|<|((?:"[^"]*"|'[^']*'|[^\s;&|()<>"'])+)|(&&|\|\||[;&|()\n])/g;

/** The commands of a line, each as its words; of a pipeline its first. What is set for a command alone is left out. */
function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let isPiped = false;
  for (const [, word, end] of line.matchAll(tokens)) {
    if (word !== undefined && !isPiped) commands.at(-1)?.push(word.replaceAll(/["']/g, ''));
    if (end === undefined) continue;
    isPiped = end === '|';
    if (!isPiped) commands.push([]);
  }
  const last = commands.findLastIndex((words) => words.length > 0);
  return commands.slice(0, last + 1).map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))));
}
