import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { spelledOut } from '../../../base/one-line.ts';
import type { BuildShare } from '../../../model/build.ts';
import { shareWords } from '../../../view/share-words.ts';
import type { Session } from '../session.ts';
import type { PackageRow } from './unbuilt-rows.ts';

/** What a person has to see of a package before its install scripts are run. */
export function shownPackage(row: PackageRow): readonly string[] {
  const { package: name, version, integrity, places, scripts, files } = row;
  const lines = [
    `${name} ${version}  ${integrity ?? t('the lockfile has no hash of its content')}`,
    ...places.map((place) => `  ${t('in {0}', place)}`),
    ...scripts.map((script) => `  ${script}`),
    ...(files.length === 0 ? [] : [`  ${t('They name these files: {0}', files.join(', '))}`]),
  ];
  return lines.map(spelledOut);
}

export function shareLines({ fromCwd }: Session, share: BuildShare): readonly string[] {
  return shareWords(share, fromCwd(share.file));
}

export function shareDocument(
  { fromCwd }: Session,
  { file, setting, entry, isExact, stands, putsAside }: BuildShare,
): object {
  return { file: fromCwd(file), setting, entry, exact: isExact, stands, putsAside: putsAside ?? null };
}

export function buildUsage(message: string, hint = t('"quartermaster {0} --help" shows how.', 'build')): QmError {
  return new QmError('QM_USAGE', { message, hint });
}
