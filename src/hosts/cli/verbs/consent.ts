import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { HookQuestion } from '../../../model/hook-question.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

/** How much of a digest is shown, and has to be typed. */
const shown = 12;

export const consentVerb: Verb = {
  name: 'consent',
  usage: () => 'consent [DIGEST]',
  help: () => t('what this repository has its package manager run or send; allow it as you looked at it'),
  flags: {},
  options: () => [],
  mostWords: 1,
  async run(session, words) {
    const questions = await questionsOf(session);
    const [typed] = words;
    return typed === undefined ? overview(session, questions) : allow(session, questions, typed);
  },
};

/** Of all projects in which something is to be asked; one that nothing can be installed in has nothing to ask. */
async function questionsOf({ engine, signal, concerns }: Session): Promise<readonly HookQuestion[]> {
  const { projects } = await engine.projects(signal);
  const found = await Promise.all(
    projects
      .filter(({ root, manifests }) => concerns(root) && engineDrives(engine, manifests[0]?.folder ?? root))
      .map(({ root }) => engine.hookQuestion(root, signal)),
  );
  return found.filter((question) => question !== undefined);
}

function engineDrives(engine: Session['engine'], folder: string): boolean {
  return engine.obstacle(folder) === undefined;
}

function overview(session: Session, questions: readonly HookQuestion[]): VerbResult {
  const open = questions.filter(({ isConsented }) => !isConsented);
  return {
    document: { questions: questions.map((question) => documentOf(session, question)) },
    lines:
      questions.length === 0
        ? [t('This repository has its package manager run and send nothing that could be allowed.')]
        : questions.flatMap((question) => linesOf(session, question)),
    problems: [],
    exitCode: open.length > 0 ? 1 : 0,
  };
}

function documentOf(session: Session, { project, manager, files, sends, digest, isConsented }: HookQuestion): object {
  return {
    project: session.fromCwd(project),
    manager,
    files: files.map(({ path, hash }) => ({ path: session.fromCwd(path), hash })),
    sends,
    digest,
    consented: isConsented,
  };
}

function linesOf(session: Session, question: HookQuestion): readonly string[] {
  const { files, digest, isConsented } = question;
  const advice =
    files.length === 0
      ? t('If these hosts may have it, allow it: {0}', commandOf(digest))
      : t('Look at it. To allow it until a byte of it changes: {0}', commandOf(digest));
  return [...codeLines(session, question), ...sendLines(question), ...(isConsented ? [] : [advice])];
}

function codeLines(session: Session, { manager, files, isConsented }: HookQuestion): readonly string[] {
  if (files.length === 0) return [];
  return [
    isConsented
      ? t('{0} may run this code, as you allowed:', manager)
      : t('{0} would run this code with all that you may do, each time it resolves or installs:', manager),
    ...files.map(({ path, hash }) => `  ${hash.slice(0, shown)}  ${session.fromCwd(path)}`),
  ];
}

function sendLines({ manager, sends, isConsented }: HookQuestion): readonly string[] {
  return sends.map(({ variable, host }) =>
    isConsented
      ? t('{0} may send {1} to {2}, as you allowed.', manager, variable, host)
      : t('{0} would send {1} to {2}, which only this repository names.', manager, variable, host),
  );
}

function commandOf(digest: string): string {
  return `quartermaster consent ${digest.slice(0, shown)}`;
}

/** A script, or an agent that runs one, has not looked at the code. */
async function allow(session: Session, questions: readonly HookQuestion[], typed: string): Promise<VerbResult> {
  if (!session.isTerminal) {
    throw new QmError('QM_PROJECT_HOOKS', {
      message: t('Only a person at a terminal can allow what a repository does.'),
      hint: t('Nothing was allowed. Run the command by hand, or allow it in VS Code.'),
    });
  }
  const question = typed.length < shown ? undefined : questions.find(({ digest }) => digest.startsWith(typed));
  if (question === undefined) {
    throw new QmError('QM_USAGE', {
      message: t('Nothing that is to be allowed has the digest {0}.', typed),
      hint: t('"quartermaster consent" shows what there is. A change of the code changes its digest.'),
    });
  }
  await session.engine.consentTo(question.project, question.digest, session.signal);
  return {
    document: { questions: [documentOf(session, { ...question, isConsented: true })] },
    lines: linesOf(session, { ...question, isConsented: true }),
    problems: [],
    exitCode: 0,
  };
}
