import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { absolute } from '../base/path.ts';
import type { AdvisoryEvidence, PackageVersion } from '../model/advisory.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { Project } from '../model/project.ts';
import type { AdvisoryAnswer, AffectedVersion } from '../ports/advisories.ts';
import type { EngineContext } from './context.ts';
import { mayTell } from './may-tell.ts';
import { inTime, within, type Limits } from './in-time.ts';

/** Questions to the registry at once. */
const askedAtOnce = 8;

/** How long somebody waits for databases of advisories, in milliseconds. */
const answerMs = 10_000;

/** What is known of the advisories of a version that was asked about. */
export type Advise = (version: PackageVersion) => AdvisoryEvidence;

type Asked = Pick<EngineContext, 'registry' | 'advisories' | 'clock' | 'popular'>;

/**
 * Asks for the advisories of published versions, all with one question. `folder`: absolute, of the project, whose configuration
 * says where its packages come from. The names of packages that not everybody can see are told to their own registries and to
 * nobody else; what does not come in time is not waited for. Rejects only on cancellation.
 */
export async function adviseOn(
  context: Asked,
  folder: string,
  versions: readonly PackageVersion[],
  signal: AbortSignal,
): Promise<Advise> {
  return within(context.clock, answerMs, signal, (limits) => ask(context, folder, versions, limits));
}

/** The same for what a resolve would bring; only a registry's packages have advisories. */
export function adviseOnNewcomers(
  context: Asked & Pick<EngineContext, 'root'>,
  { root }: Pick<Project, 'root'>,
  newcomers: readonly Newcomer[],
  signal: AbortSignal,
): Promise<Advise> {
  const published = newcomers.filter(({ source }) => source === 'registry');
  return adviseOn(context, absolute(context.root, root), published, signal);
}

async function ask(
  context: Asked,
  folder: string,
  versions: readonly PackageVersion[],
  limits: Limits,
): Promise<Advise> {
  const names = [...new Set(versions.map(({ name }) => name))];
  const isTellable = await mapLimited(names, askedAtOnce, (name) =>
    mayTell(context, context.advisories, folder, name, limits),
  );
  const tellable = new Set(names.filter((_, index) => isTellable[index]));
  const isTold = ({ name }: PackageVersion): boolean => tellable.has(name);
  const [asked, own] = [distinct(versions.filter(isTold)), distinct(versions.filter((each) => !isTold(each)))];
  const [answer, ownAnswer] = await Promise.all([
    asked.length === 0 ? nothingAsked : answered(context.advisories.affecting(asked, limits.limit), limits),
    own.length === 0 ? nothingAsked : answered(context.registry.advisories(own, folder, limits.limit), limits),
  ]);
  const [found, ownFound] = [byVersion(answer), byVersion(ownAnswer)];
  return (version) => {
    const key = keyOf(version);
    const [told, ownTold] = [found.get(key), ownFound.get(key)];
    if (told !== undefined) return { known: true, advisories: told.advisories, checkedAt: told.checkedAt };
    if (ownTold !== undefined)
      return { known: true, advisories: ownTold.advisories, checkedAt: ownTold.checkedAt, source: 'registry' };
    if (!tellable.has(version.name)) return { known: false, why: 'private' };
    if (!answer.ok && answer.reason === 'off') return { known: false, why: 'off' };
    return { known: false, why: 'unanswered', message: answer.ok ? t('It was not asked about.') : answer.message };
  };
}

const nothingAsked: AdvisoryAnswer = { ok: true, versions: [] };

function byVersion(answer: AdvisoryAnswer): ReadonlyMap<string, AffectedVersion> {
  const answers = answer.ok ? answer.versions : answer.remembered;
  return new Map(answers.map((each) => [keyOf(each), each]));
}

function answered(asking: Promise<AdvisoryAnswer>, limits: Limits): Promise<AdvisoryAnswer> {
  const late: AdvisoryAnswer = {
    ok: false,
    reason: 'unreachable',
    message: t('It did not answer in time.'),
    remembered: [],
  };
  return inTime(asking, late, limits);
}

function distinct(versions: readonly PackageVersion[]): readonly PackageVersion[] {
  return [...new Map(versions.map(({ name, version }) => [keyOf({ name, version }), { name, version }])).values()];
}

function keyOf({ name, version }: PackageVersion): string {
  return `${name}@${version}`;
}
