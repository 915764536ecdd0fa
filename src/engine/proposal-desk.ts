import { isCancellation, QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { GateReport } from '../model/gate.ts';
import type { Proposal } from '../model/install.ts';
import type { PackageName } from '../model/package-name.ts';
import type { InstallRequest } from '../model/plan.ts';
import { projectOfManifest, type ProjectMap } from '../model/project.ts';
import type { StoredRules } from '../model/rules-in-force.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import { judge, judgeRequest, rangeStyle, type JudgedRequest } from './proposals.ts';
import type { AskRuleBook } from './rule-books.ts';

/** How long a proposal stands that was made without an answer of the registry or of a service; then it is asked again. */
const doubtMs = 60_000;

interface Remembered {
  readonly proposal: Proposal;
  /** Milliseconds; undefined: until an operation changes the project. */
  readonly until: number | undefined;
}

/** Remembers what was proposed, so that a lightbulb that is opened twice asks once. */
export class ProposalDesk {
  readonly #context: EngineContext;
  readonly #changed: () => void;
  readonly #known = new Map<string, Remembered>();
  readonly #ruleBook: AskRuleBook;
  #ownRules: StoredRules | undefined;
  readonly #asking = new Map<string, Promise<Proposal | undefined>>();

  constructor(context: EngineContext, ruleBook: AskRuleBook, changed: () => void) {
    this.#context = context;
    this.#ruleBook = ruleBook;
    this.#changed = changed;
  }

  known(name: PackageName, manifest: RelativePath): Proposal | undefined {
    return this.#known.get(keyOf(name, manifest))?.proposal;
  }

  /** What would be proposed may be another where the user's own rules changed, here or in another window. */
  follow(journal: Journal | undefined): void {
    const rules = rulesOf(journal);
    if (rules === this.#ownRules) return;
    this.#ownRules = rules;
    this.forget();
  }

  /** After an operation, or when the user asks again: what would be proposed may be another. */
  forget(): void {
    this.#known.clear();
  }

  /** Undefined where no manifest owns the folder. In an untrusted workspace nobody is asked: the gate says what it can. */
  async propose(
    map: ProjectMap,
    name: PackageName,
    manifest: RelativePath,
    signal: AbortSignal,
  ): Promise<Proposal | undefined> {
    const key = keyOf(name, manifest);
    const known = this.#known.get(key);
    const isStale = known?.until !== undefined && known.until <= this.#context.clock.now().getTime();
    if (known !== undefined && !isStale) return known.proposal;
    const asked = this.#asking.get(key);
    if (asked !== undefined) {
      // Whoever asked first may give up; this caller does not.
      return asked.catch((error: unknown) => {
        if (signal.aborted || !isCancellation(error)) throw error;
        return this.propose(map, name, manifest, signal);
      });
    }
    const asking = this.#ask(map, name, manifest, signal).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(
    map: ProjectMap,
    name: PackageName,
    manifest: RelativePath,
    signal: AbortSignal,
  ): Promise<Proposal | undefined> {
    const project = projectOfManifest(map, manifest);
    if (project === undefined) return undefined;
    const request: InstallRequest = { package: name, range: undefined, manifest, field: 'dependencies' };
    if (!this.#context.trust.isTrusted()) {
      return { manifest, range: '', report: judge(this.#context, name, undefined) };
    }
    const judged = await judgeRequest(
      this.#context,
      project,
      request,
      {
        careful: false,
        registry: this.#context.registry,
        decide: await (await this.#ruleBook()).forInstalls('manual', map),
      },
      signal,
    );
    const { planInstall } = await import('../plan/install-plan.ts');
    const [planned] = planInstall(project, [judged], await rangeStyle(this.#context, project)).packages;
    const report = judged.report ?? judge(this.#context, name, planned?.version);
    const proposal: Proposal = { manifest, range: planned?.range ?? '', report };
    const until = isAnswered(judged, report) ? undefined : this.#context.clock.now().getTime() + doubtMs;
    this.#known.set(keyOf(name, manifest), { proposal, until });
    this.#changed();
    return proposal;
  }
}

/** A journal that is damaged says so to whoever needs it, not to whoever was writing. */
function rulesOf(journal: Journal | undefined): StoredRules | undefined {
  try {
    return journal?.rules();
  } catch (error) {
    if (!(error instanceof QmError)) throw error;
    return undefined;
  }
}

/** Whether nobody has to be asked again: neither the registry nor a service has stayed silent. */
function isAnswered({ packument }: JudgedRequest, { verdict, checks }: GateReport): boolean {
  if (verdict === 'block') return true;
  const isSilent = checks.some(({ result, source }) => result === 'unknown' && services.has(source));
  return packument !== undefined && !isSilent;
}

/** Sources of checks, besides the registry, that may answer the next time. */
const services: ReadonlySet<string> = new Set(['osv', 'downloads']);

function keyOf(name: PackageName, manifest: RelativePath): string {
  return `${manifest}\n${name}`;
}
