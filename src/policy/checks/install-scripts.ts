import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** Says what would run at its install. That keeps nothing from being installed: it is installed without them. */
export const installScriptsCheck: TrustCheck = {
  name: 'install-scripts',
  test({ version, registry }) {
    const published = registry?.ok === true ? registry.packument.versions.get(version ?? '') : undefined;
    if (published === undefined) {
      return { result: 'unknown', reason: t('Its install scripts are not known. None is run.'), source: 'registry' };
    }
    const scripts = published.installScripts.join(', ');
    return scripts === ''
      ? { result: 'allow', reason: t('Has no install scripts.'), source: 'registry' }
      : { result: 'allow', reason: t('Has install scripts ({0}), which are not run.', scripts), source: 'registry' };
  },
};
