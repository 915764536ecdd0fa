import { t } from '@vscode/l10n';
import { parsePackageName } from '../../model/package-name.ts';
import type { TrustCheck } from './check.ts';

/** The name is one that npm would accept for a new package. */
export const nameCheck: TrustCheck = {
  name: 'name',
  test: ({ package: name }) =>
    parsePackageName(name) === undefined
      ? { result: 'block', reason: t('"{0}" is not a name that npm accepts.', name), source: 'local' }
      : { result: 'allow', reason: t('A valid name.'), source: 'local' },
};
