import { t } from '@vscode/l10n';
import { joinedOf, lookalikeOf } from '../lookalike.ts';
import type { TrustCheck } from './check.ts';

/** The name is neither a slip away from a far more popular one, nor made of two popular ones. */
export const lookalikeCheck: TrustCheck = {
  name: 'lookalike',
  test({ package: name, popular }) {
    const real = lookalikeOf(name, popular)?.real;
    if (real !== undefined) {
      return {
        result: 'ask',
        reason: t('Looks like {0}, which is far more popular. Did you mean {0}?', real.name),
        source: 'popular-list',
        didYouMean: real.name,
      };
    }
    const joined = joinedOf(name, popular);
    if (joined !== undefined) {
      return {
        result: 'ask',
        reason: t('Joins two popular names, {0} and {1}, and is itself little known.', joined[0].name, joined[1].name),
        source: 'popular-list',
      };
    }
    return { result: 'allow', reason: t('Not close to a popular name.'), source: 'popular-list' };
  },
};
