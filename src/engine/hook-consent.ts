import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import { askableOf, digestsOf, questionOf } from './consents.ts';
import type { EngineContext } from './context.ts';
import { assertTrusted } from './guards.ts';
import { hazardsOf } from './hazards.ts';
import { readProject } from './project-work.ts';

/**
 * What the user is to be asked about a project before anything can be written there; undefined where nothing of it runs
 * code or sends variables, or where something stands in the way that nobody can consent to.
 */
export async function hookQuestion(
  context: EngineContext,
  root: RelativePath,
  signal: AbortSignal,
): Promise<HookQuestion | undefined> {
  assertTrusted(context);
  const project = await readProject(context, root, signal);
  const askable = askableOf(await hazardsOf(context, project));
  return askable === undefined ? undefined : questionOf(context, project, askable);
}

/** Keeps the user's consent to what they looked at. Rejects with QM_BASE_MOVED where it is another by now. */
export async function consentTo(
  context: EngineContext,
  root: RelativePath,
  digest: string,
  signal: AbortSignal,
): Promise<void> {
  const question = await hookQuestion(context, root, signal);
  if (question?.digest !== digest) {
    throw new QmError('QM_BASE_MOVED', {
      message: t('What this repository does is not what you looked at any more.'),
      hint: t('Nothing was allowed. Look at it again.'),
    });
  }
  for (const each of await digestsOf(question.project, question)) await context.user.addConsent(context.root, each);
  context.registry.forget();
}
