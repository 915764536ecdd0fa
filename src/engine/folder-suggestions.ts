import type { RelativePath } from '../base/path.ts';
import type { Proposal } from '../model/install.ts';
import type { PackageName } from '../model/package-name.ts';
import type { ProjectMap } from '../model/project.ts';
import type { Advice, DeprecationReport, SuggestionReport } from '../model/suggestion.ts';
import { isKnownVulnerable } from '../policy/gate.ts';
import type { AskedModel } from './model-advice.ts';
import type { SuggestContext, SuggestRequest } from './suggestion-report.ts';

/** What suggestions ask of their engine. */
export interface FolderSuggestionsHooks {
  projects(signal: AbortSignal): Promise<ProjectMap>;
  /** Undefined before the first look at the folder. */
  map(): ProjectMap | undefined;
  proposal(name: PackageName, manifest: RelativePath, signal: AbortSignal): Promise<Proposal | undefined>;
  /** What is known of it at once. */
  knownProposal(name: PackageName, manifest: RelativePath): Proposal | undefined;
}

/** What to use instead of packages of a folder. Nothing is installed by it. */
export class FolderSuggestions {
  readonly #context: SuggestContext;
  readonly #hooks: FolderSuggestionsHooks;

  constructor(context: SuggestContext, hooks: FolderSuggestionsHooks) {
    this.#context = context;
    this.#hooks = hooks;
  }

  /**
   * At most three, each with its reason; more of them where an advisory is known to speak against what would be installed. In a
   * workspace that is not trusted no registry is asked.
   */
  async instead(request: SuggestRequest, signal: AbortSignal): Promise<SuggestionReport> {
    const { suggestionsFor } = await import('./suggesting.ts');
    const map = this.#hooks.map() ?? (await this.#hooks.projects(signal));
    const known = this.#hooks.knownProposal(request.package, request.manifest);
    const isVulnerable = request.otherwise === 'missing' && known !== undefined && isKnownVulnerable(known.report);
    return suggestionsFor(this.#context, map, isVulnerable ? { ...request, otherwise: 'vulnerable' } : request, signal);
  }

  /**
   * What a language model makes of a report, where the user asked it: its order and its reasons, and what else it names as far as the
   * registry has that and the gate does not refuse it. Rejects with QM_MODEL_FAILED.
   */
  async advice(
    report: SuggestionReport,
    manifest: RelativePath,
    asked: AskedModel,
    signal: AbortSignal,
  ): Promise<Advice> {
    const { adviceOn } = await import('./suggesting.ts');
    const propose = (name: PackageName) => this.#hooks.proposal(name, manifest, signal);
    return adviceOn({ popular: this.#context.popular, propose }, report, asked, signal);
  }

  /** Declared packages that were given up by their maintainers, of the manifests that `concerns` names by their folders. */
  async deprecations(concerns: (manifest: RelativePath) => boolean, signal: AbortSignal): Promise<DeprecationReport> {
    const { deprecationsOf } = await import('./suggesting.ts');
    return deprecationsOf(this.#context, await this.#hooks.projects(signal), concerns, signal);
  }
}
