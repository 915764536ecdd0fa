import { t } from '@vscode/l10n';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Trigger } from '../model/operation.ts';
import { policyFileName, type DependencyPlace, type RuleDecision, type RuleRow } from '../model/rule.ts';
import { builtInRuleRows } from '../policy/built-in-rules.ts';
import { compileRules, type CompiledRules } from '../policy/compile-rules.ts';
import { decideByRules } from '../policy/evaluate-rules.ts';
import { parsePolicyFile, type PolicyFault } from '../policy/policy-file.ts';
import { standingOf } from '../policy/policy-standing.ts';
import { daysSince, publishedAt } from '../policy/published.ts';
import type { Packument } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';
import { gitBranch } from './git-state.ts';
import { readText } from './guards.ts';

/** The rules that hold in a folder at this moment. */
export interface RulesInForce {
  /** The built-in ones, and of the folder's quartermaster.json those that only prevent. */
  readonly rules: readonly RuleRow[];
  /** Of that file, those that would let something happen: nobody accepted them. */
  readonly waiting: readonly RuleRow[];
  /** What of that file does not count, and why. */
  readonly faults: readonly PolicyFault[];
}

/** A package that would come in. */
export interface Incoming {
  readonly package: string;
  /** Undefined where a range decides. */
  readonly version: string | undefined;
  /** Undefined where no registry answered. */
  readonly packument: Packument | undefined;
  readonly dependencyType: DependencyPlace;
  /** Root of its project. */
  readonly project: RelativePath;
}

/** What the rules say about an install, asked for by one trigger at one moment. */
export type DecideInstall = (incoming: Incoming) => RuleDecision;

interface Read extends RulesInForce {
  readonly text: string;
  readonly compiled: CompiledRules;
}

/** The rules of one folder, read anew whenever its file was changed. */
export class RuleBook {
  readonly #context: Pick<EngineContext, 'root' | 'files' | 'clock' | 'log'>;
  #read: Read | undefined;

  constructor(context: Pick<EngineContext, 'root' | 'files' | 'clock' | 'log'>) {
    this.#context = context;
  }

  async inForce(): Promise<RulesInForce> {
    return this.#load();
  }

  async forInstalls(trigger: Trigger): Promise<DecideInstall> {
    const { files, root, clock } = this.#context;
    const [{ compiled }, branch] = await Promise.all([this.#load(), gitBranch(files, root)]);
    const now = clock.now();
    return (incoming) => decideByRules(compiled, { ...subjectOf(incoming, now), trigger, branch });
  }

  async #load(): Promise<Read> {
    const { files, root, log } = this.#context;
    const text = (await readText(files, absolute(root, policyFileName))) ?? '';
    if (this.#read?.text === text) return this.#read;
    const file = text === '' ? { rules: [], faults: [] } : parsePolicyFile(text);
    const { accepted, provisional, waiting } = standingOf(file.rules, undefined);
    const own = [...builtInRuleRows(), ...accepted];
    for (const { line, column, message } of file.faults) log.warn(`${policyFileName}:${line}:${column}: ${message}`);
    if (waiting.length > 0) {
      log.warn(
        t('{0}: {1} of {2} rules wait for somebody to accept them.', policyFileName, waiting.length, file.rules.length),
      );
    }
    const rules = [...own, ...provisional];
    this.#read = { text, rules, waiting, faults: file.faults, compiled: compileRules(own, provisional) };
    return this.#read;
  }
}

function subjectOf({ package: name, version, packument, dependencyType, project }: Incoming, now: Date) {
  const time = packument === undefined || version === undefined ? undefined : publishedAt(packument, version, now);
  return {
    action: 'install',
    package: name,
    from: undefined,
    to: version,
    dependencyType,
    project,
    bump: undefined,
    severity: undefined,
    score: undefined,
    releaseAgeDays: time === undefined ? undefined : daysSince(time, now),
    license: packument?.versions.get(version ?? '')?.license,
    at: now.toISOString(),
  } as const;
}
