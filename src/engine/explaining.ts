import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { parsePackageName } from '../model/package-name.ts';
import { projectOfManifest, type ProjectMap } from '../model/project.ts';
import type { RuleDecision } from '../model/rule.ts';
import type { EngineContext } from './context.ts';
import { assertTrusted } from './guards.ts';
import type { RuleBook } from './rule-book.ts';

/** An install that the rules are asked about. */
export interface ExplainRequest {
  readonly package: string;
  /** A version or a tag; undefined: the current one. Of a range nobody knows what would land. */
  readonly version?: string | undefined;
  /** Folder of a manifest, whose project is meant; undefined, or one that has none: the workspace folder itself. */
  readonly project?: RelativePath | undefined;
}

/** What the rules say of an install by hand into `dependencies` now, and what they were asked about. */
export interface RuleExplanation extends RuleDecision {
  readonly package: string;
  /** Undefined where a range decides, or nobody could tell. */
  readonly version: string | undefined;
  /** Root of the project. */
  readonly project: RelativePath;
  /** Why the registry told no age and no licence, localized; undefined: it answered. */
  readonly unanswered: string | undefined;
}

/** Asks the rules about one install, by what the registry knows of the package. Rejects with QM_NAME_INVALID or QM_UNTRUSTED. */
export async function explainRules(
  context: EngineContext,
  book: RuleBook,
  map: ProjectMap,
  { package: typed, version: wanted, project: folder = '' }: ExplainRequest,
  signal: AbortSignal,
): Promise<RuleExplanation> {
  assertTrusted(context);
  const name = parsePackageName(typed);
  if (name === undefined) throw noName(typed);
  const project = projectOfManifest(map, folder)?.root ?? '';
  const [decide, answer] = await Promise.all([
    book.forInstalls('manual', map),
    context.registry.packument(name, absolute(context.root, project), signal),
  ]);
  const packument = answer.ok ? answer.packument : undefined;
  const version = packument?.versions.has(wanted ?? '') === true ? wanted : packument?.distTags.get(wanted ?? 'latest');
  const decision = decide({ package: name, version, packument, dependencyType: 'dependencies', project });
  return { ...decision, package: name, version, project, unanswered: answer.ok ? undefined : answer.message };
}

function noName(typed: string): QmError {
  return new QmError('QM_NAME_INVALID', {
    message: t('"{0}" is not a package name.', typed),
    hint: t('Give a name such as "lodash" or "@scope/name", without a path behind it.'),
  });
}
