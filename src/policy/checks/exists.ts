import { t } from '@vscode/l10n';
import { nearestPopular } from '../lookalike.ts';
import type { TrustCheck } from './check.ts';

/** The registry has the package, and the version that would land. */
export const existsCheck: TrustCheck = {
  name: 'exists',
  test({ package: name, version, registry, popular }) {
    if (registry === undefined) return { result: 'unknown', reason: t('No registry was asked.'), source: 'registry' };
    if (!registry.ok && registry.reason === 'not-found') {
      return {
        result: 'block',
        reason: t('The registry has no package "{0}".', name),
        source: 'registry',
        didYouMean: nearestPopular(name, popular)?.name,
      };
    }
    if (!registry.ok) {
      return { result: 'ask', reason: t('The registry did not answer: {0}', registry.message), source: 'registry' };
    }
    if (version !== undefined && !registry.packument.versions.has(version)) {
      return { result: 'block', reason: t('There is no version {0}.', version), source: 'registry' };
    }
    return { result: 'allow', reason: t('The registry has it.'), source: 'registry' };
  },
};
