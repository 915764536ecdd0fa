import { t } from '@vscode/l10n';
import { builtinHost } from '../../model/builtins.ts';
import { parsePackageName } from '../../model/package-name.ts';
import type { CheckAnswer, TrustCheck } from './check.ts';

/**
 * The name is one that npm would accept for a new package, and means no module of Node's own. Some packages stand in for
 * such a module (`punycode`, `buffer`), so it is asked about; what brings one along knows what it needs.
 */
export const nameCheck: TrustCheck = {
  name: 'name',
  test({ package: name, comesAlong }) {
    if (parsePackageName(name) === undefined) {
      return local('block', t('"{0}" is not a name that npm accepts.', name));
    }
    return !comesAlong && builtinHost(name) === 'node'
      ? local('ask', t('Node has a module "{0}" of its own, which needs no package.', name))
      : local('allow', t('A valid name.'));
  },
};

function local(result: CheckAnswer['result'], reason: string): CheckAnswer {
  return { result, reason, source: 'local' };
}
