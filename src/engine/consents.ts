import { absolute, joinBeyond, type RelativePath } from '../base/path.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import type { Project } from '../model/project.ts';
import type { Hazard } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';
import { managerOf } from './guards.ts';

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

/** The files of code that hazards run; undefined where one of them does something else. */
export function codeOf(hazards: readonly Hazard[]): readonly RelativePath[] | undefined {
  if (hazards.length === 0 || hazards.some(({ code }) => code === undefined)) return undefined;
  return [...new Set(hazards.flatMap(({ code }) => code ?? []))].toSorted();
}

/** What the user is asked about that code, and whether they have answered already. */
export async function questionOf(
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
