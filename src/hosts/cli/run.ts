import { parseArgs } from 'node:util';
import { t } from '@vscode/l10n';
import { QmError } from '../../base/errors.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { printError, printResult, type ExitCode, type Streams } from './output.ts';
import { showProgress } from './progress-line.ts';
import { openSession } from './session.ts';
import { verbs } from './verbs/list.ts';
import type { Flags, Verb } from './verbs/verb.ts';

export interface CliEnvironment {
  readonly cwd: string;
  readonly version: string;
  readonly nodeVersion: string;
  readonly dataFolder: string;
  readonly makeScanner: (cacheFolder: string, dataFolder: string) => Scanner;
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly readInput: () => Promise<string>;
  readonly isTerminal: boolean;
  /** stderr is a terminal: what is under way is told there, on one line that is taken away again. */
  readonly showsProgress?: boolean;
  /** Where a person sits at a terminal: prints a question and resolves to the line that they answer. */
  readonly ask?: (question: string) => Promise<string>;
}

const common = {
  cwd: { type: 'string' },
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs one command line to its exit code. Nothing here ends the process or reads a terminal by itself. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const { streams } = environment;
  try {
    const [name = 'help', ...rest] = argv;
    if (name === '--version' || name === 'version') {
      streams.out(`${environment.version}\n`);
      return 0;
    }
    if (name === 'help' || name === '--help' || name === '-h') {
      const [topic] = rest;
      streams.out(topic === undefined ? helpText() : verbHelpText(findVerb(topic)));
      return 0;
    }
    const verb = findVerb(name);
    if (!rest.some((word) => word === '--help' || word === '-h')) assertNode(environment.nodeVersion);
    return await runVerb(verb, rest, environment);
  } catch (error) {
    return printError(error, wantsJson(argv), streams);
  }
}

/** Also where the options could not be understood. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--json') || argv.join(' ').includes('--format json') || argv.includes('--format=json');
}

async function runVerb(verb: Verb, argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const { words, flags } = parse(verb, argv);
  if (flags['help'] === true) {
    environment.streams.out(verbHelpText(verb));
    return 0;
  }
  const session = await openSession({
    ...environment,
    cwd: typeof flags['cwd'] === 'string' ? flags['cwd'] : environment.cwd,
    verbose: flags['verbose'] === true,
    ask: flags['json'] === true ? undefined : environment.ask,
  });
  const progress = environment.showsProgress === true ? showProgress(session.engine, environment.streams) : undefined;
  try {
    await session.engine.start('assist');
    const result = await verb.run(session, words, flags);
    progress?.dispose();
    return printResult(result, flags['json'] === true || flags['format'] === 'json', environment.streams);
  } finally {
    progress?.dispose();
    await session.close();
  }
}

function parse(verb: Verb, argv: readonly string[]): { readonly words: readonly string[]; readonly flags: Flags } {
  const options = { ...common, ...verb.flags };
  // Not strict: Node's own complaints are for programmers.
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [fault] = tokens.flatMap((token) => (token.kind === 'option' ? (faultOf(token, options) ?? []) : []));
  const [extra] = positionals.slice(verb.mostWords);
  const message = fault ?? (extra === undefined ? undefined : t('"{0}" is one word too many.', extra));
  if (message === undefined) return { words: positionals, flags: values as Flags };
  throw new QmError('QM_USAGE', { message, hint: t('"quartermaster {0} --help" shows how.', verb.name) });
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function faultOf({ name, rawName, value, inlineValue }: OptionToken, options: Verb['flags']): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) return t('There is no option {0}.', rawName);
  if (option.type === 'boolean') return value === undefined ? undefined : t('The option {0} takes no value.', rawName);
  const isMissing = value === undefined || (inlineValue !== true && value.startsWith('-'));
  return isMissing ? t('The option {0} needs a value.', rawName) : undefined;
}

function findVerb(name: string): Verb {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb !== undefined) return verb;
  throw new QmError('QM_USAGE', {
    message: t('There is no command "{0}".', name),
    hint: t('"quartermaster help" lists the commands.'),
  });
}

/** node:sqlite came without a flag in 22.13. */
const lowest = [22, 13] as const;

function assertNode(version: string): void {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > lowest[0] || (major === lowest[0] && minor >= lowest[1])) return;
  throw new QmError('QM_NODE_TOO_OLD', {
    message: t('Node {0} is too old: Quartermaster needs {1} or later.', version, lowest.join('.')),
    hint: t("Install a newer Node, or run it in VS Code's terminal, where it uses the editor's own."),
  });
}

function helpText(): string {
  const all = verbs.map((verb) => [verb.usage(), verb.help()] as const);
  const special = verbs.filter((verb) => verb.options().length > 0);
  const width = Math.max(...[...all, ...special.flatMap((verb) => verb.options())].map(([first]) => first.length));
  const sections = special.flatMap((verb) => ['', t('Options of {0}:', verb.name), ...rows(verb.options(), width)]);
  const lines = ['quartermaster <command> [options]', '', ...rows(all, width), '', ...rows(commonOptions(), width)];
  return `${[...lines, ...sections, '', exitCodes()].join('\n')}\n`;
}

function verbHelpText(verb: Verb): string {
  const options = [...verb.options(), ...commonOptions()];
  const width = Math.max(...options.map(([flag]) => flag.length));
  return `${[`quartermaster ${verb.usage()}`, `  ${verb.help()}`, '', ...rows(options, width), '', exitCodes()].join('\n')}\n`;
}

function rows(pairs: readonly (readonly [string, string])[], width: number): readonly string[] {
  return pairs.map(([first, meaning]) => `  ${first.padEnd(width)}  ${meaning}`);
}

function commonOptions(): readonly (readonly [string, string])[] {
  return [
    ['--cwd DIR', t('work in another folder')],
    ['--json', t('one JSON document on stdout, nothing else')],
    ['--verbose', t('say more on stderr')],
  ];
}

function exitCodes(): string {
  return t('Exit codes: 0 nothing left to do, 1 findings remain, 2 could not run.');
}
