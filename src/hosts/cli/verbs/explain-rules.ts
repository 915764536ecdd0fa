import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { decisionDocument, decisionWords, traceLines } from './decision-words.ts';
import { owningFolder, packageNamed, splitSpec } from './words.ts';

/** Which rule decides about an install by hand, and what each that was looked at answered. Changes nothing. */
export async function explainRules(session: Session, spec: string): Promise<VerbResult> {
  const { name, range } = splitSpec(spec, 'rules');
  const project = await owningFolder(session, undefined);
  const what = { package: packageNamed(name), version: range, project };
  const explained = await session.engine.rules.explain(what, session.signal);
  const { version, trace, unanswered } = explained;
  return {
    document: {
      package: name,
      version: version ?? null,
      project: session.fromCwd(explained.project),
      ...decisionDocument(explained),
      trace,
      unanswered: unanswered ?? null,
    },
    lines: [
      t('{0}: {1}', `${name} ${version ?? range ?? ''}`.trim(), decisionWords(explained)),
      ...traceLines(explained).map((line) => `  ${line}`),
    ],
    problems: unanswered === undefined ? [] : [t('Age and licence are not known: {0}', unanswered)],
    exitCode: unanswered === undefined ? 0 : 1,
  };
}
