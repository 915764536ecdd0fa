import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** npm replaces a malicious package by such a version: 0.0.1-security at first, later ones count on (crossenv has two). */
const holding = /^\d+\.\d+\.\d+-security(?:\.\d+)?$/;

export const placeholderCheck: TrustCheck = {
  name: 'placeholder',
  test({ version: landing, registry }) {
    if (registry === undefined || !registry.ok) {
      return { result: 'unknown', reason: t('The versions are not known.'), source: 'registry' };
    }
    const versions = [...registry.packument.versions.keys()];
    const isHeld = versions.length > 0 && versions.every((version) => holding.test(version));
    return isHeld || (landing !== undefined && holding.test(landing))
      ? {
          result: 'block',
          reason: t('The registry keeps only a placeholder under this name: it was removed for security.'),
          source: 'registry',
        }
      : { result: 'allow', reason: t('Not a placeholder.'), source: 'registry' };
  },
};
