import { t } from '@vscode/l10n';
import { lookalikeOf } from '../lookalike.ts';
import type { TrustCheck } from './check.ts';

/** The name is not a slip away from one that is at least 100 times as popular. */
export const lookalikeCheck: TrustCheck = {
  name: 'lookalike',
  test({ package: name, popular }) {
    const real = lookalikeOf(name, popular);
    return real === undefined
      ? { result: 'allow', reason: t('Not close to a popular name.'), source: 'popular-list' }
      : {
          result: 'ask',
          reason: t('Looks like {0}, which is far more popular. Did you mean {0}?', real.name),
          source: 'popular-list',
          didYouMean: real.name,
        };
  },
};
