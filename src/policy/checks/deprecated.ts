import { t } from '@vscode/l10n';
import { oneLine } from '../../base/one-line.ts';
import { hidesPublishers } from '../published.ts';
import type { TrustCheck } from './check.ts';
import { hidden } from './hidden.ts';

/** Letters of what its maintainers say. */
const mostQuoted = 200;

/**
 * Its maintainers have not given the version up. A registry that hides who publishes hides that as well. Of what comes along it is
 * told and not asked: whoever brings it chose it, and only they can choose another.
 */
export const deprecatedCheck: TrustCheck = {
  name: 'deprecated',
  test(input) {
    const { version, registry, comesAlong } = input;
    const packument = registry?.ok === true ? registry.packument : undefined;
    const published = packument?.versions.get(version ?? '');
    if (published?.deprecated !== undefined) {
      const message = oneLine(published.deprecated, mostQuoted);
      return { result: comesAlong ? 'allow' : 'ask', reason: t('Deprecated: {0}', message), source: 'registry' };
    }
    const unknown = t('Whether it is deprecated is not known.');
    if (packument === undefined || published === undefined) {
      return { result: 'unknown', reason: unknown, source: 'registry' };
    }
    return hidesPublishers(packument)
      ? hidden(input, unknown)
      : { result: 'allow', reason: t('Not deprecated.'), source: 'registry' };
  },
};
