import { t } from '@vscode/l10n';
import { QmError } from '../../base/errors.ts';
import { absolute, joinBeyond, type RelativePath } from '../../base/path.ts';
import type { HookQuestion } from '../../model/hook-question.ts';
import type { Project } from '../../model/project.ts';
import type { Hazard } from '../../ports/manager-driver.ts';
import type { EngineContext } from '../context.ts';
import { assertTrusted, hazardsOf, managerOf } from '../guards.ts';
import { readProject } from '../project-work.ts';

/**
 * What the user is to be asked about a project before anything can be written there; undefined where nothing of it runs
 * code, or where something stands in the way that nobody can consent to.
 */
export async function hookQuestion(
  context: EngineContext,
  root: RelativePath,
  signal: AbortSignal,
): Promise<HookQuestion | undefined> {
  assertTrusted(context);
  const project = await readProject(context, root, signal);
  const hazards = await hazardsOf(context, project);
  const code = codeOf(hazards);
  return code === undefined ? undefined : questionOf(context, project, code);
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
      message: t('The code of this repository is not what you looked at any more.'),
      hint: t('Nothing was allowed. Look at it again.'),
    });
  }
  await context.user.addConsent(context.root, digest);
}

/** The files of code that these hazards run, where the user has consented to every byte of them; else undefined. */
export async function consentedCode(
  context: EngineContext,
  project: Project,
  hazards: readonly Hazard[],
): Promise<readonly RelativePath[] | undefined> {
  const code = codeOf(hazards);
  if (code === undefined) return undefined;
  return (await questionOf(context, project, code)).isConsented ? code : undefined;
}

function codeOf(hazards: readonly Hazard[]): readonly RelativePath[] | undefined {
  if (hazards.length === 0 || hazards.some(({ code }) => code === undefined)) return undefined;
  return [...new Set(hazards.flatMap(({ code }) => code ?? []))].toSorted();
}

async function questionOf(
  context: EngineContext,
  project: Project,
  code: readonly RelativePath[],
): Promise<HookQuestion> {
  const files = await Promise.all(
    code.map(async (file) => {
      const path = joinBeyond(project.root, file);
      return { path, hash: await sha256((await context.files.read(absolute(context.root, path))) ?? new Uint8Array()) };
    }),
  );
  const text = JSON.stringify([project.root, files.map(({ path, hash }) => [path, hash])]);
  const digest = await sha256(new TextEncoder().encode(text));
  const isConsented = (await context.user.consents(context.root)).includes(digest);
  return { project: project.root, manager: managerOf(project).id, files, digest, isConsented };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
