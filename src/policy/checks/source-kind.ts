import { t } from '@vscode/l10n';
import type { TrustCheck } from './check.ts';

/** The bytes come from a registry, where others see them too; whoever owns a repository or a server can change them at will. */
export const sourceKindCheck: TrustCheck = {
  name: 'source-kind',
  test({ source }) {
    switch (source) {
      case 'registry':
      case 'workspace':
        return { result: 'allow', reason: t('Comes from the registry.'), source: 'local' };
      case 'git':
        return { result: 'ask', reason: t('Comes from a git repository, past the registry.'), source: 'local' };
      case 'url':
        return { result: 'ask', reason: t('Comes from a web address, past the registry.'), source: 'local' };
      case 'file':
        return { result: 'ask', reason: t('Comes from a file, past the registry.'), source: 'local' };
    }
  },
};
