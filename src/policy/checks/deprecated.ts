import { t } from '@vscode/l10n';
import { oneLine } from '../../base/one-line.ts';
import { hidesPublishers } from '../published.ts';
import type { TrustCheck } from './check.ts';

/** Letters of what its maintainers say. */
const mostQuoted = 200;

/** Its maintainers have not given the version up. A registry that hides who publishes hides that as well. */
export const deprecatedCheck: TrustCheck = {
  name: 'deprecated',
  test({ version, registry }) {
    const packument = registry?.ok === true ? registry.packument : undefined;
    const published = packument?.versions.get(version ?? '');
    if (published?.deprecated !== undefined) {
      const message = oneLine(published.deprecated, mostQuoted);
      return { result: 'ask', reason: t('Deprecated: {0}', message), source: 'registry' };
    }
    return packument === undefined || published === undefined || hidesPublishers(packument)
      ? { result: 'unknown', reason: t('Whether it is deprecated is not known.'), source: 'registry' }
      : { result: 'allow', reason: t('Not deprecated.'), source: 'registry' };
  },
};
