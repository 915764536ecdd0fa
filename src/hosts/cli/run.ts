import { parseArgs } from 'node:util';
import { t } from '@vscode/l10n';
import { QmError } from '../../base/errors.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { printError, printResult, type ExitCode, type Streams } from './output.ts';
import { openSession } from './session.ts';
import { verbs } from './verbs/list.ts';
import type { Flags, Verb } from './verbs/verb.ts';

export interface CliEnvironment {
  readonly cwd: string;
  readonly version: string;
  readonly nodeVersion: string;
  readonly dataFolder: string;
  readonly makeScanner: (cacheFolder: string) => Scanner;
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly readInput: () => Promise<string>;
}

const common = {
  cwd: { type: 'string' },
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs one command line to its exit code. Nothing here ends the process or reads a terminal: it never prompts. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const { streams } = environment;
  try {
    assertNode(environment.nodeVersion);
    const [name = 'help', ...rest] = argv;
    if (name === '--version' || name === 'version') {
      streams.out(`${environment.version}\n`);
      return 0;
    }
    if (name === 'help' || name === '--help' || name === '-h') {
      streams.out(helpText());
      return 0;
    }
    return await runVerb(findVerb(name), rest, environment);
  } catch (error) {
    return printError(error, streams);
  }
}

async function runVerb(verb: Verb, argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  const { words, flags } = parse(verb, argv);
  if (flags['help'] === true) {
    environment.streams.out(`quartermaster ${verb.usage()}\n  ${verb.help()}\n`);
    return 0;
  }
  const session = await openSession({
    ...environment,
    cwd: typeof flags['cwd'] === 'string' ? flags['cwd'] : environment.cwd,
    verbose: flags['verbose'] === true,
  });
  try {
    await session.engine.start('assist');
    const result = await verb.run(session, words, flags);
    return printResult(result, flags['json'] === true, environment.streams);
  } finally {
    await session.close();
  }
}

function parse(verb: Verb, argv: readonly string[]): { readonly words: readonly string[]; readonly flags: Flags } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...common, ...verb.flags },
      allowPositionals: true,
    });
    return { words: positionals, flags: values as Flags };
  } catch (error) {
    throw new QmError('QM_USAGE', {
      message: error instanceof Error ? error.message : String(error),
      hint: t('"quartermaster {0} --help" shows how.', verb.name),
      cause: error,
    });
  }
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
  const width = Math.max(...verbs.map((verb) => verb.usage().length));
  const rows = verbs.map((verb) => `  ${verb.usage().padEnd(width)}  ${verb.help()}`);
  const options = [
    ['--cwd DIR', t('work in another folder')],
    ['--json', t('one JSON document on stdout, nothing else')],
    ['--dry-run', t('with install: look everything up, change nothing')],
    ['--verbose', t('say more on stderr')],
  ].map(([flag = '', meaning = '']) => `  ${flag.padEnd(width)}  ${meaning}`);
  const exits = t('Exit codes: 0 nothing left to do, 1 findings remain, 2 could not run.');
  return `${['quartermaster <command> [options]', '', ...rows, '', ...options, '', exits].join('\n')}\n`;
}
