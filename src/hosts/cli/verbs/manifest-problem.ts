import { t } from '@vscode/l10n';
import type { Finding } from '../../../model/finding.ts';
import { manifestPath } from '../../../model/manifest.ts';
import { sentence } from '../output.ts';
import type { Session } from '../session.ts';

/** A manifest that cannot be read makes its part of the answer unknown: said, and never an empty list. */
export function manifestProblem(session: Session, finding: Finding): readonly string[] {
  if (finding.kind !== 'unreadable-manifest' || !session.concerns(finding.manifest)) return [];
  const path = session.fromCwd(manifestPath(finding.manifest));
  return [
    sentence({
      code: 'QM_MANIFEST_INVALID',
      message: t('{0}:{1}:{2} is not valid JSON.', path, finding.line, finding.column),
      hint: t('Mend its JSON, then try again. Nothing was changed.'),
    }),
  ];
}
