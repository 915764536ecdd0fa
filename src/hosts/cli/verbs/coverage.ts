import { t } from '@vscode/l10n';
import { unread, type SkippedFile, type SkipReason, type Snapshot } from '../../../model/snapshot.ts';
import type { Session } from '../session.ts';
import { settingsFile } from '../workspace-settings.ts';

/** What nobody expects to be looked at. */
const expected: ReadonlySet<SkipReason> = new Set(['git-ignored', 'node-modules']);

/** What was left out at or below `cwd`, by its path from there. */
export function skippedBelow(session: Session, snapshot: Snapshot): readonly SkippedFile[] {
  return snapshot.skipped.flatMap(({ file, reason }) => {
    const shown = session.shown(file);
    return shown === undefined ? [] : [{ file: shown === '' ? '.' : shown, reason }];
  });
}

/** A line for each thing that could not be read; manifests are told by their own sentence. */
export function unreadLines(session: Session, snapshot: Snapshot): readonly string[] {
  return skippedBelow(session, snapshot)
    .filter(({ reason }) => reason === 'unreadable')
    .map(({ file }) => `${file}  ${t('cannot be read')}`);
}

/** What a scan was told not to look for: it is not clean of that. */
export function ignoredLines({ ignorePackages }: Session): readonly string[] {
  if (ignorePackages.length === 0) return [];
  return [t('Not looked for, as {0} says: {1}.', settingsFile, ignorePackages.join(', '))];
}

/** True where some of it could not be read: unknown, and so never clean. */
export function isIncomplete(session: Session, snapshot: Snapshot): boolean {
  return skippedBelow(session, snapshot).some(({ reason }) => unread.has(reason));
}

/** The sentence for a scan that found nothing: it claims no more than was looked at. */
export function cleanSentence(session: Session, snapshot: Snapshot): string {
  const { map, stats } = snapshot;
  const manifests = [...map.projects.flatMap((project) => project.manifests), ...map.faults];
  if (!manifests.some(({ folder }) => session.concerns(folder))) {
    return t('Nothing could be checked: there is no package.json here.');
  }
  const skipped = skippedBelow(session, snapshot).filter(({ reason }) => !expected.has(reason));
  if (stats.files === 0 && skipped.length > 0) return t('Nothing could be checked: every file was left out.');
  return isIncomplete(session, snapshot) ? t('Nothing is missing in what could be read.') : t('Nothing is missing.');
}
