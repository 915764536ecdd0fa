import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { UnbuiltRow } from './unbuilt-rows.ts';

/** What a person has to see of a package before its install scripts are run. */
export function shownPackage({ package: name, version, integrity, places, scripts, files }: UnbuiltRow): string[] {
  return [
    `${name} ${version}  ${integrity ?? t('the lockfile has no hash of its content')}`,
    ...places.map((place) => `  ${t('in {0}', place)}`),
    ...scripts.map((script) => `  ${script}`),
    ...(files.length === 0 ? [] : [`  ${t('They name these files: {0}', files.join(', '))}`]),
  ];
}

export function buildUsage(message: string, hint = t('"quartermaster {0} --help" shows how.', 'build')): QmError {
  return new QmError('QM_USAGE', { message, hint });
}
