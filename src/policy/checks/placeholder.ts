import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** npm replaces a malicious package by this version (npm documentation, "Security holding packages"). */
const holding = '0.0.1-security';

export const placeholderCheck: TrustCheck = {
  name: 'placeholder',
  test({ registry }) {
    if (registry === undefined || !registry.ok) {
      return { result: 'unknown', reason: t('The versions are not known.'), source: 'registry' };
    }
    const versions = [...registry.packument.versions.keys()];
    return versions.length > 0 && versions.every((version) => version.startsWith(holding))
      ? {
          result: 'block',
          reason: t('The registry keeps only a placeholder under this name: it was removed for security.'),
          source: 'registry',
        }
      : { result: 'allow', reason: t('Not a placeholder.'), source: 'registry' };
  },
};
