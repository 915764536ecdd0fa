import { t } from '@vscode/l10n';
import type { Straying, TrustCheck } from './check.ts';

/**
 * The bytes come from a registry, where others see them too; whoever owns a repository or a server can change them at will. And they
 * come from the same registry as before: the public one has a stranger's package under the name of a private one.
 */
export const sourceKindCheck: TrustCheck = {
  name: 'source-kind',
  test({ source, straying }) {
    switch (source) {
      case 'registry':
        return straying === undefined
          ? { result: 'allow', reason: t('Comes from the registry.'), source: 'local' }
          : { result: 'ask', reason: strayed(straying), source: 'local' };
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

function strayed({ of, from, to }: Straying): string {
  return of === 'name'
    ? t('It came from {0} before. Now it would come from {1}, where anybody can publish.', from, to)
    : t('Others of its scope come from {0}. It would come from {1}, where anybody can publish.', from, to);
}
