import { t } from '@vscode/l10n';
import type { BuildShare } from '../model/build.ts';

/** What sharing an approval would write, and what that lets happen. `file`: as whoever reads it knows it. */
export function shareWords(
  { setting, entry, isExact, stands, putsAside }: BuildShare,
  file: string,
): readonly string[] {
  if (stands) return [t('"{0}" of {1} says so already.', setting, file)];
  return [
    t('This writes "{0}" into "{1}" of {2}.', entry, setting, file),
    t('The package manager then runs these scripts by itself, for everybody who installs the project.'),
    ...(isExact ? [] : [t('It can name no version: this holds for every version of the package.')]),
    ...(putsAside === undefined ? [] : [putsAside]),
  ];
}
