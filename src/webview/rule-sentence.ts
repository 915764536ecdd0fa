import { t } from '@vscode/l10n';
import { severities, type Severity } from '../model/advisory.ts';
import { triggers } from '../model/operation.ts';
import { actionsByDefault, bumpKinds, dependencyPlaces, ruleActions, type RuleAction } from '../model/rule.ts';
import { isNumber, readBounds, readChoices, readPatterns, readTime } from '../view/rule-conditions.ts';
import type { RuleWish } from '../view/rule-facts.ts';
import type { Formats } from './formats.ts';
import { actionName, bumpName, dayName, placeName, severityName } from './rule-words.ts';
import { triggerName } from './words.ts';

/** Names of a list that are said; the rest is counted. */
const mostSaid = 5;

/** What a rule is about, in one sentence made of its conditions. Holds text of the rule. */
export function aboutRule({ kind, conditions }: Pick<RuleWish, 'kind' | 'conditions'>, formats: Formats): string {
  const { action, package: name, ...rest } = conditions;
  const what = Object.hasOwn(conditions, 'action') ? readChoices(action, ruleActions) : actionsByDefault[kind];
  const patterns = Object.hasOwn(conditions, 'package') ? readPatterns(name) : ['*'];
  const subject = t({
    message: '{0} of {1}',
    args: [
      what === undefined ? asItStands('action', action) : actionWords(what, formats),
      patterns === undefined ? asItStands('package', name) : packageWords(patterns, formats),
    ],
    comment: '{0} is what is done, such as Installs; {1} names packages.',
  });
  const others = Object.entries(rest).map(([condition, argument]) => {
    return conditionWords(condition, argument, formats) ?? asItStands(condition, argument);
  });
  return formats.list([subject, ...others]);
}

/** Of a condition that this version cannot say: its JSON. */
function asItStands(condition: string, argument: unknown): string {
  return `${condition} ${JSON.stringify(argument)}`;
}

function actionWords(actions: readonly RuleAction[], { either }: Formats): string {
  if (actions.length === ruleActions.length) return t('Every change');
  const [first = '', ...others] = actions.map(actionName);
  return either([first, ...others.map((name) => name.toLocaleLowerCase())]);
}

function packageWords(patterns: readonly string[], formats: Formats): string {
  if (patterns.length === 1 && (patterns[0] === '*' || patterns[0] === '**')) return t('any package');
  return patternWords(patterns, formats);
}

function patternWords(patterns: readonly string[], formats: Formats): string {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const refused = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  if (refused.length === 0) return someOf(wanted, formats);
  const but = someOf(refused, formats);
  if (wanted.length === 0) return t({ message: 'all but {0}', args: [but], comment: '{0} is a list of names.' });
  const args = [someOf(wanted, formats), but];
  return t({ message: '{0} without {1}', args, comment: '{0} and {1} are lists of names.' });
}

function someOf(names: readonly string[], { either, list, count }: Formats): string {
  if (names.length <= mostSaid) return either(names);
  return t('{0} and {1} more', list(names.slice(0, mostSaid)), count(names.length - mostSaid));
}

function conditionWords(condition: string, argument: unknown, formats: Formats): string | undefined {
  const { either } = formats;
  switch (condition) {
    case 'dependencyType': {
      const places = readChoices(argument, dependencyPlaces);
      return (
        places && t({ message: 'in {0}', args: [either(places.map(placeName))], comment: '{0} is devDependencies.' })
      );
    }
    case 'project': {
      const patterns = readPatterns(argument);
      return patterns && t('in the project {0}', patternWords(patterns, formats));
    }
    case 'trigger': {
      const chosen = readChoices(argument, triggers);
      return chosen && t('asked for by: {0}', either(chosen.map(triggerName)));
    }
    case 'bump': {
      const bumps = readChoices(argument, bumpKinds);
      return bumps && t('step: {0}', either(bumps.map(bumpName)));
    }
    case 'severity':
      return severityWords(argument);
    case 'score':
      return scoreWords(argument, formats);
    case 'releaseAge':
      return ageWords(argument, formats);
    case 'license': {
      const patterns = readPatterns(argument);
      return patterns && t('licence {0}', patternWords(patterns, formats));
    }
    case 'time':
      return timeWords(argument, formats);
    case 'branch': {
      const patterns = readPatterns(argument);
      return patterns && t('on the branch {0}', patternWords(patterns, formats));
    }
    default:
      return undefined;
  }
}

function severityWords(argument: unknown): string | undefined {
  const is = (value: unknown): value is Severity => severities.some((severity) => severity === value);
  const bounds = readBounds(argument, is);
  if (bounds === undefined) return undefined;
  const [least, limit] = [bounds.atLeast && severityName(bounds.atLeast), bounds.below && severityName(bounds.below)];
  if (limit === undefined) return t('severity {0} or worse', least ?? '');
  return least === undefined ? t('severity below {0}', limit) : t('severity {0} to below {1}', least, limit);
}

function scoreWords(argument: unknown, { count }: Formats): string | undefined {
  const bounds = readBounds(argument, isNumber);
  if (bounds === undefined) return undefined;
  const { atLeast, below } = bounds;
  if (below === undefined) return t('safety score {0} or more', count(atLeast ?? 0));
  return atLeast === undefined
    ? t('safety score below {0}', count(below))
    : t('safety score {0} to below {1}', count(atLeast), count(below));
}

function ageWords(argument: unknown, { count }: Formats): string | undefined {
  const bounds = readBounds(argument, isNumber);
  if (bounds === undefined) return undefined;
  const { atLeast, below } = bounds;
  if (below === undefined) return t('released {0} days ago or earlier', count(atLeast ?? 0));
  return atLeast === undefined
    ? t('released less than {0} days ago', count(below))
    : t('released {0} to less than {1} days ago', count(atLeast), count(below));
}

function timeWords(argument: unknown, formats: Formats): string | undefined {
  const time = readTime(argument);
  if (time === undefined) return undefined;
  const days = time.days.length === 0 ? [] : [formats.either(time.days.map((day) => dayName(day, formats)))];
  const hours = time.from === undefined ? [] : [t('{0} to {1}', time.from, time.to ?? '')];
  return t({
    message: 'when it is {0} ({1})',
    args: [formats.list([...days, ...hours]), time.timeZone],
    comment: '{0} are days and hours, {1} is a time zone.',
  });
}
