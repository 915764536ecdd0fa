import { t } from '@vscode/l10n';
import { valid } from 'semver';
import { mapLimited } from '../base/async.ts';
import { oneLine } from '../base/one-line.ts';
import { toChanges } from '../execute/file-records.ts';
import type { Advisory, AdvisoryEvidence, PackageVersion } from '../model/advisory.ts';
import { broughtIn, type LockedPackage } from '../model/lockfile.ts';
import type { Operation, RollbackConcern, RollbackPlan } from '../model/operation.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';
import { severityWord } from '../policy/advisories.ts';
import { adviseOn, type Advise } from './advising.ts';
import type { EngineContext } from './context.ts';
import { inTime, within, type Limits } from './in-time.ts';
import { neededConcerns } from './rollback-needs.ts';

/** Packages that the registry is asked about: what was named first, then what comes along. A packument may be megabytes. */
const mostAsked = 60;
const askedAtOnce = 8;
/** What did not answer by then is not known: nobody waits longer to take something back. */
const answerMs = 15_000;
/** Names in one sentence. */
const mostNamed = 8;
/** Letters of what others say. */
const mostQuoted = 200;

/** A rollback that is possible, with what it takes to know which versions move. */
export interface ForeseenRollback {
  readonly operation: Operation;
  readonly how: RollbackPlan['how'];
  readonly driver: ManagerDriver;
  readonly project: Project;
  /** Absolute folder of the project. */
  readonly folder: string;
}

/**
 * What stands in the way of a rollback: packages that stay and need what it moves, versions that would come back and are
 * not published any more or deprecated, advisories that would hold again. What was not answered is a concern too. Rejects only on
 * cancellation.
 */
export async function rollbackConcerns(
  context: Asked,
  foreseen: ForeseenRollback,
  signal: AbortSignal,
): Promise<readonly RollbackConcern[]> {
  const [moves, needed] = await Promise.all([movesOf(foreseen), neededConcerns(context, foreseen)]);
  // What only leaves needs nobody's answer.
  if (moves.coming.length === 0) return needed;
  const [published, advised] = await Promise.all([
    within(context.clock, answerMs, signal, (limits) => askRegistry(context, foreseen, moves.coming, limits)),
    askAdvisories(context, foreseen, moves, signal),
  ]);
  return [...needed, ...published, ...advised, ...unknownCompanions(foreseen, moves.coming)].toSorted(byWeight);
}

type Asked = Pick<EngineContext, 'files' | 'root' | 'registry' | 'advisories' | 'clock' | 'popular'>;

interface Moves {
  readonly coming: readonly LockedPackage[];
  readonly leaving: readonly LockedPackage[];
}

/**
 * Which versions come and go. Where the lockfile is put back as it was it says so itself; where it is made anew only what
 * the operation named is known. What was named stands first.
 */
async function movesOf({ operation, how, driver }: ForeseenRollback): Promise<Moves> {
  const lockfile = toChanges(operation.files).find(({ path }) => driver.lockfiles.includes(path));
  if (how === 'edits' || lockfile === undefined) {
    const named = (side: 'from' | 'to'): readonly LockedPackage[] =>
      operation.packages.flatMap(({ name, from, to, [side]: version }) =>
        version === undefined || from === to
          ? []
          : [{ name, version, source: 'registry', integrity: undefined } as const],
      );
    return { coming: named('from'), leaving: named('to') };
  }
  const [before, after] = await Promise.all(
    [lockfile.before, lockfile.after].map((bytes) => driver.readLockfile(new TextDecoder().decode(bytes))),
  );
  if (before === undefined || after === undefined) return { coming: [], leaving: [] };
  const named = new Set(operation.packages.map(({ name }) => name));
  const namedFirst = (a: LockedPackage, b: LockedPackage): number =>
    Number(named.has(b.name)) - Number(named.has(a.name));
  return {
    coming: broughtIn(after, before).toSorted(namedFirst),
    leaving: broughtIn(before, after).toSorted(namedFirst),
  };
}

/** Whether what comes back can still be had. */
async function askRegistry(
  { registry }: Asked,
  { how, folder }: ForeseenRollback,
  coming: readonly LockedPackage[],
  limits: Limits,
): Promise<readonly RollbackConcern[]> {
  const late = { ok: false, reason: 'unreachable', message: t('It did not answer in time.') } as const;
  // A name of old may be one that npm would refuse today: it is left out here, and said to be unknown below.
  const asked = coming
    .filter((each) => isPublished(each) && parsePackageName(each.name) !== undefined)
    .slice(0, mostAsked);
  const answers = await mapLimited(asked, askedAtOnce, async ({ name, version }) => {
    const asking = registry.currentPackument(name as PackageName, folder, limits.limit);
    return { what: { name, version }, answer: await inTime(asking, late, limits) };
  });
  const silent = answers.filter(({ answer }) => !answer.ok && answer.reason !== 'not-found');
  const [first] = silent;
  const reason = first?.answer.ok === false ? oneLine(first.answer.message, mostQuoted) : '';
  return [
    ...answers
      .filter((each) => !silent.includes(each))
      .flatMap(({ what, answer }) => {
        const release = answer.ok ? answer.packument.versions.get(what.version) : undefined;
        if (release === undefined) return [unpublished(what, how)];
        return release.deprecated === undefined ? [] : [deprecated(what, release.deprecated)];
      }),
    ...unchecked(
      silent.map(({ what }) => what),
      (names) => t('Not checked: whether the registry still has {0}. {1}', names, reason),
    ),
    ...unchecked(
      coming.filter((each) => !asked.includes(each)),
      (names) => t('Not checked: whether {0} can still be had; the registry was not asked.', names),
    ),
  ];
}

function unpublished(what: PackageVersion, how: RollbackPlan['how']): RollbackConcern {
  const name = `${what.name} ${what.version}`;
  return {
    kind: 'unpublished',
    decision: 'ask',
    message:
      how === 'bytes'
        ? t('{0} is not in the registry any more. It comes back only if the package manager has kept it.', name)
        : t('{0} is not in the registry any more. The package manager has to choose another version.', name),
    packages: [what],
    advisory: undefined,
  };
}

function deprecated(what: PackageVersion, note: string): RollbackConcern {
  return {
    kind: 'deprecated',
    decision: 'tell',
    message: t('{0} comes back and is deprecated: {1}', `${what.name} ${what.version}`, oneLine(note, mostQuoted)),
    packages: [what],
    advisory: undefined,
  };
}

/** Which advisories hold for what comes back and not for what stands there, and the other way round. */
async function askAdvisories(
  context: Asked,
  { folder }: ForeseenRollback,
  { coming, leaving }: Moves,
  signal: AbortSignal,
): Promise<readonly RollbackConcern[]> {
  const published = [...coming, ...leaving].filter(isPublished);
  if (published.length === 0) return [];
  const advise = await adviseOn(context, folder, published, signal);
  const known = published.flatMap((each) => {
    const evidence = advise(each);
    return evidence.known ? [{ ...each, advisories: evidence.advisories }] : [];
  });
  const comes = known.filter((each) => coming.some((one) => isSame(one, each)));
  const goes = known.filter((each) => leaving.some((one) => isSame(one, each)));
  return [
    ...notAdvised(coming.filter(isPublished), advise),
    ...onlyIn(comes, goes).map(({ what, advisory }) => moved('reopens', what, advisory)),
    ...onlyIn(goes, comes).map(({ what, advisory }) => moved('closes', what, advisory)),
  ];
}

/** What nobody answered about is a concern, by its reason. */
function notAdvised(coming: readonly LockedPackage[], advise: Advise): readonly RollbackConcern[] {
  const answers = coming.map((each) => ({ each, evidence: isPublished(each) ? advise(each) : untold }));
  const open = (why: AdvisoryGap['why']): readonly LockedPackage[] =>
    answers.filter(({ evidence }) => !evidence.known && evidence.why === why).map(({ each }) => each);
  const silent = answers.map(({ evidence }) => evidence).find((evidence) => !evidence.known && 'message' in evidence);
  const reason = silent !== undefined && 'message' in silent ? oneLine(silent.message, mostQuoted) : '';
  const off = t('Asking for them is switched off.');
  return [
    ...unchecked(open('private'), (all) =>
      t('Not checked: advisories for {0}; only what everybody can see is asked about.', all),
    ),
    ...unchecked(open('off'), (all) => t('Not checked: advisories for {0}. {1}', all, off)),
    ...unchecked(open('unanswered'), (all) => t('Not checked: advisories for {0}. {1}', all, reason)),
  ];
}

const untold: AdvisoryEvidence = { known: false, why: 'private' };
type AdvisoryGap = Exclude<AdvisoryEvidence, { readonly known: true }>;

interface Advised extends PackageVersion {
  readonly advisories: readonly Advisory[];
}

interface Held {
  readonly what: PackageVersion;
  readonly advisory: Advisory;
}

/** The advisories that hold for one side of a package and not for the other. */
function onlyIn(side: readonly Advised[], other: readonly Advised[]): readonly Held[] {
  return side.flatMap(({ name, version, advisories }) => {
    const there = other.filter((each) => each.name === name).flatMap((each) => each.advisories.map(({ id }) => id));
    return advisories
      .filter(({ id }) => !there.includes(id))
      .map((advisory) => ({ what: { name, version }, advisory }));
  });
}

function moved(kind: 'reopens' | 'closes', what: PackageVersion, { id, severity, summary }: Advisory): RollbackConcern {
  const advisory = `${id} (${severityWord(severity)})`;
  const name = `${what.name} ${what.version}`;
  const text =
    kind === 'reopens'
      ? t('{0} brings back {1}: {2}', name, advisory, summary)
      : t('{0} leaves, and with it {1}: {2}', name, advisory, summary);
  return {
    kind,
    decision: kind === 'reopens' ? 'ask' : 'tell',
    message: text.replace(/:\s*$/, '.'),
    packages: [what],
    advisory: id,
  };
}

/** A lockfile that is made anew may take other versions of what the named packages need. */
function unknownCompanions({ how }: ForeseenRollback, coming: readonly LockedPackage[]): readonly RollbackConcern[] {
  if (how === 'bytes') return [];
  return unchecked(coming, (names) =>
    t('Not checked: what comes along with {0}; the lockfile is made anew, and only then is it known.', names),
  );
}

/** One concern for all of them; none where there are none. */
function unchecked(packages: readonly PackageVersion[], say: (names: string) => string): readonly RollbackConcern[] {
  if (packages.length === 0) return [];
  const named = packages.slice(0, mostNamed).map(({ name, version }) => `${name} ${version}`);
  const more = packages.length - named.length;
  const names = [...named, ...(more > 0 ? [t('{0} more', more)] : [])].join(', ');
  return [
    {
      kind: 'unchecked',
      decision: 'tell',
      message: say(names).trim(),
      packages: packages.map(({ name, version }) => ({ name, version })),
      advisory: undefined,
    },
  ];
}

function isPublished({ source, version }: LockedPackage): boolean {
  return source === 'registry' && valid(version) !== null;
}

function isSame(a: PackageVersion, b: PackageVersion): boolean {
  return a.name === b.name && a.version === b.version;
}

function byWeight(a: RollbackConcern, b: RollbackConcern): number {
  return Number(b.decision === 'ask') - Number(a.decision === 'ask');
}
