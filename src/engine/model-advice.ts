import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { QmError } from '../base/errors.ts';
import { oneLine } from '../base/one-line.ts';
import { nodeModules } from '../model/builtins.ts';
import type { GateReport } from '../model/gate.ts';
import type { Proposal } from '../model/install.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { Advice, AdvisedSuggestion, Suggestion, SuggestionReport } from '../model/suggestion.ts';
import { decidingCheck } from '../policy/gate.ts';
import { questionFor, readModelWords, type ModelChoice } from '../policy/suggest/model-words.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { PopularList } from '../ports/popular-list.ts';

/** Names of a model that are looked up at once. */
const atOnce = 3;
/** Letters of a name that is no name. */
const mostShown = 60;

/** Whom the user let us ask, and in which language it should give its reasons, as BCP 47 has it. */
export interface AskedModel {
  readonly model: LanguageModel;
  readonly language: string;
}

/** What advice asks of its engine. */
export interface AdviceContext {
  readonly popular: PopularList;
  /** What would be installed for a name; undefined where nobody could say. */
  propose(name: PackageName): Promise<Proposal | undefined>;
}

/**
 * Asks a language model for an order and for reasons. What it names beyond the report has to be a package of the registry that the
 * gate does not refuse. Rejects with QM_MODEL_FAILED where no use can be made of its answer, and on cancellation.
 */
export async function adviceOn(
  context: AdviceContext,
  report: SuggestionReport,
  { model, language }: AskedModel,
  signal: AbortSignal,
): Promise<Advice> {
  const choices = readModelWords(await model.ask(questionFor(report, language), signal));
  if (choices === undefined) throw noUse(model);
  const distinct = [...new Map(choices.toReversed().map((choice) => [bareName(choice), choice])).values()].toReversed();
  const looked = await mapLimited(distinct, atOnce, (choice) => consider(context, report, choice));
  const advised = looked.flatMap((one) => ('suggestion' in one ? [one] : []));
  const named = new Set(advised.map(({ suggestion }) => nameOf(suggestion)));
  const rest = report.suggestions
    .filter((suggestion) => !named.has(nameOf(suggestion)))
    .map((suggestion) => ({ suggestion, quote: undefined, doubt: undefined }));
  return {
    by: model.name,
    suggestions: [...advised, ...rest],
    leftOut: looked.flatMap((one) => ('reason' in one ? [one] : [])),
  };
}

type LeftOut = Advice['leftOut'][number];

async function consider(
  context: AdviceContext,
  { package: meant, suggestions }: SuggestionReport,
  { name, why: quote }: ModelChoice,
): Promise<AdvisedSuggestion | LeftOut> {
  const leave = (reason: string): LeftOut => ({ name: oneLine(name, mostShown), reason });
  if (name === meant) return leave(t('It is the package itself.'));
  const known = suggestions.find((one) => nameOf(one) === name);
  if (known !== undefined) return { suggestion: known, quote, doubt: undefined };
  const bare = bareName({ name });
  if (nodeModules.has(bare)) return { suggestion: builtin(`node:${bare}`), quote, doubt: undefined };
  const parsed = parsePackageName(name);
  if (parsed === undefined) return leave(t('It is not a package name.'));
  const proposal = await context.propose(parsed);
  if (proposal === undefined) return leave(t('Nobody could say what would be installed.'));
  const { report } = proposal;
  const check = decidingCheck(report);
  // A model invents names: what nobody has seen in the registry is not offered, whoever may have been silent.
  const isSeen = report.checks.some((one) => one.check === 'exists' && one.result === 'allow');
  if (report.verdict === 'block' || !isSeen) return leave(check?.reason ?? t('The registry did not answer.'));
  return {
    suggestion: packageOf(context, parsed, report),
    quote,
    doubt: report.verdict === 'ask' ? check?.reason : undefined,
  };
}

function packageOf({ popular }: AdviceContext, name: PackageName, { version }: GateReport): Suggestion {
  return {
    kind: 'model',
    package: name,
    reason: t('A language model named it; the registry has it.'),
    // Nobody but the model says so, so nothing behind the name is taken over.
    sameApi: false,
    keepsPaths: false,
    url: undefined,
    facts: {
      downloadsPerMonth: popular.find(name)?.downloadsPerMonth,
      version,
      publishedAt: undefined,
      unpackedBytes: undefined,
    },
  };
}

function builtin(name: string): Suggestion {
  return {
    kind: 'builtin',
    builtin: name,
    // Whether it does the same is the model's word alone: the code is left to the user.
    specifier: undefined,
    reason: t('A language model named it; it is a module of Node.'),
    url: undefined,
  };
}

/** Node takes its modules with and without `node:`. */
function bareName({ name }: Pick<ModelChoice, 'name'>): string {
  return name.replace(/^node:/, '');
}

function nameOf(suggestion: Suggestion): string {
  return suggestion.kind === 'builtin' ? suggestion.builtin : suggestion.package;
}

function noUse({ name }: LanguageModel): QmError {
  return new QmError('QM_MODEL_FAILED', {
    message: t('{0} did not answer in the form it was asked for.', name),
    hint: t('Ask again, or choose among what is suggested without it.'),
  });
}
