import { t } from '@vscode/l10n';
import { daysSince, leastVersionDays, publishedAt } from '../published.ts';
import type { CheckAnswer, GateInput, TrustCheck } from './check.ts';

/**
 * The version has been there for a week: by the registry's time where that is plausible, else by the bundled list, which had it at
 * its date. And no rule wants it to be older: a script that says yes to everything does not answer for that either.
 */
export const versionAgeCheck: TrustCheck = {
  name: 'version-age',
  test(input) {
    const own = ownAnswer(input);
    return own.result === 'ask' ? own : (ruleAnswer(input, own.reason) ?? own);
  },
};

function ownAnswer({ package: name, version, registry, popular, now }: GateInput): CheckAnswer {
  const time =
    registry?.ok === true && version !== undefined ? publishedAt(registry.packument, version, now) : undefined;
  if (time !== undefined) {
    const days = daysSince(time, now);
    return days < leastVersionDays
      ? { result: 'ask', reason: t('Published {0} days ago, which is very young.', days), source: 'registry' }
      : { result: 'allow', reason: t('Published {0} days ago.', days), source: 'registry' };
  }
  if (version !== undefined && popular.find(name)?.version === version) {
    return { result: 'allow', reason: t('Known since {0} at least.', popular.date), source: 'popular-list' };
  }
  return { result: 'unknown', reason: t('The age of this version is not known.'), source: 'popular-list' };
}

/** Where the rule that asks is about the age of versions. */
function ruleAnswer({ rules }: GateInput, reason: string): CheckAnswer | undefined {
  const decided = rules?.kind === 'ask' ? rules.trace.find(({ rule }) => rule === rules.rule?.id) : undefined;
  if (decided?.conditions.some(({ condition }) => condition === 'releaseAge') !== true) return undefined;
  const wish = decided.outcome === 'doubtful' ? t('The rule "{0}" asks about ages.', decided.name) : undefined;
  return {
    result: 'ask',
    reason: `${reason} ${wish ?? t('The rule "{0}" wants it to be older.', decided.name)}`,
    source: 'rules',
  };
}
