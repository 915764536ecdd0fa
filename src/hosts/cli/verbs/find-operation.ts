import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { Operation } from '../../../model/operation.ts';
import type { Session } from '../session.ts';

/** By the whole id, or by a beginning of it that fits one operation alone. */
export async function findOperation(session: Session, id: string | undefined): Promise<Operation> {
  if (id === undefined || id === '') {
    throw new QmError('QM_USAGE', {
      message: t('Give the id of an operation.'),
      hint: t('"quartermaster history" lists them.'),
    });
  }
  const exact = await session.engine.history.operation(id);
  if (exact !== undefined) return exact;
  const [only, another] = await session.engine.history.idsBeginningWith(id, 2);
  if (session.engine.stateProblem !== undefined) throw session.engine.stateProblem;
  const found = only === undefined || another !== undefined ? undefined : await session.engine.history.operation(only);
  if (found !== undefined) return found;
  throw new QmError('QM_NO_OPERATION', {
    message:
      only === undefined ? t('There is no operation {0}.', id) : t('More than one operation begins with {0}.', id),
    hint: t('"quartermaster history" lists them.'),
  });
}
