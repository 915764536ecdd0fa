import { absolute, joinBeyond, type RelativePath } from '../base/path.ts';
import type { HookQuestion } from '../model/hook-question.ts';
import type { Project } from '../model/project.ts';
import type { SentVariable } from '../model/sent-variables.ts';
import type { Hazard } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';
import { managerOf } from './guards.ts';

/** What hazards do that a user may consent to. */
export interface Askable {
  /** Files of code that they run, relative to the lockfile root. */
  readonly code: readonly RelativePath[];
  readonly sends: readonly SentVariable[];
  /** Files whose settings send them, relative to the lockfile root. */
  readonly settings: readonly RelativePath[];
}

/** Undefined where there is nothing, or where one of the hazards does something else. */
export function askableOf(hazards: readonly Hazard[]): Askable | undefined {
  if (hazards.length === 0 || hazards.some(({ code, sends }) => code === undefined && sends === undefined)) {
    return undefined;
  }
  const sends = new Map(hazards.flatMap((hazard) => hazard.sends ?? []).map((sent) => [JSON.stringify(sent), sent]));
  const code = [...new Set(hazards.flatMap((hazard) => hazard.code ?? []))].toSorted();
  const settings = [...new Set(hazards.flatMap((hazard) => (hazard.sends === undefined ? [] : hazard.file)))];
  return { code, sends: [...sends.values()], settings };
}

/** What the user is asked, and whether they have answered already. */
export async function questionOf(
  context: EngineContext,
  project: Project,
  { code, sends, settings: saying }: Askable,
): Promise<HookQuestion> {
  const files = await Promise.all(
    code.map(async (file) => {
      const path = joinBeyond(project.root, file);
      return { path, hash: await sha256((await context.files.read(absolute(context.root, path))) ?? new Uint8Array()) };
    }),
  );
  const [first = '', ...others] = await digestsOf(project.root, { files, sends });
  const digest = others.length === 0 ? first : await sha256(encoded([first, ...others]));
  const consented = await context.user.consents(context.root);
  const isConsented = [first, ...others].every((each) => consented.includes(each));
  const settings = saying.map((file) => joinBeyond(project.root, file));
  return { project: project.root, manager: managerOf(project).id, files, sends, settings, digest, isConsented };
}

/** What is kept of a consent: the code as a whole, and each variable with its host, whatever else a file says. */
export async function digestsOf(
  project: RelativePath,
  { files, sends }: Pick<HookQuestion, 'files' | 'sends'>,
): Promise<readonly string[]> {
  const code = files.length === 0 ? [] : [encoded([project, files.map(({ path, hash }) => [path, hash])])];
  return Promise.all([...code, ...sends.map((sent) => sendText(project, sent))].map(sha256));
}

/** What is kept of the consent to one variable for one host, by the project's folder relative to its workspace folder. */
export function sendDigest(project: RelativePath, sent: SentVariable): Promise<string> {
  return sha256(sendText(project, sent));
}

function sendText(project: RelativePath, { variable, host }: SentVariable): Uint8Array {
  return encoded([project, 'sends', variable, host]);
}

function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
