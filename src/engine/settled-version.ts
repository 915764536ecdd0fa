import type { InstallRequest } from '../model/plan.ts';
import type { RuleDecision } from '../model/rule.ts';
import { hasGrave } from '../policy/advisories.ts';
import { sameLine, settledVersions } from '../policy/settled-versions.ts';
import type { Packument } from '../ports/registry.ts';
import { adviseOn, type Advise } from './advising.ts';
import type { EngineContext } from './context.ts';

/** Versions that automation looks at for one without a grave advisory. */
const mostTried = 20;

/**
 * What automation takes instead of the current version where that is too young, where the rules hold it back, or where a grave
 * advisory holds for it; see {@link settledVersions}. Undefined where the current one is right, and where a range decides what
 * lands: what is judged must be what lands.
 */
export async function settledVersion(
  context: EngineContext,
  folder: string,
  request: InstallRequest,
  { packument, decide }: Choice,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (request.range !== undefined || packument === undefined) return undefined;
  const { package: name } = request;
  const settled = settledVersions(packument, context.popular.find(name)?.version, context.clock.now());
  const landing = settled.filter((version) => !isHeldBack(decide(version)));
  // Where the rules let in none of them, it is no age that they ask about.
  const [first, ...others] = sameLine(landing.length > 0 ? landing : settled).slice(0, mostTried);
  if (first === undefined) return undefined;
  const ask = (asked: readonly string[]): Promise<Advise> =>
    adviseOn(
      context,
      folder,
      asked.map((version) => ({ name, version })),
      signal,
    );
  const isGraveIn = (advise: Advise, version: string): boolean => hasGrave(advise({ name, version }));
  let chosen = first;
  if (isGraveIn(await ask([first]), first) && others.length > 0) {
    const advise = await ask(others);
    chosen = others.find((version) => !isGraveIn(advise, version)) ?? first;
  }
  return chosen === packument.distTags.get('latest') ? undefined : chosen;
}

/** What automation may choose from, and what the rules say of a version. */
interface Choice {
  readonly packument: Packument | undefined;
  readonly decide: (version: string) => RuleDecision;
}

function isHeldBack({ kind }: RuleDecision): boolean {
  return kind === 'ask' || kind === 'block';
}
