import { t } from '@vscode/l10n';
import type { OperationKind } from '../model/operation.ts';
import type { ChangeFacts, OperationRow } from '../view/protocol.ts';
import type { Formats } from './formats.ts';

/** What an operation is about, to do: "Update zod 4.1.11 → 4.1.12 and 2 more". */
export function operationTitle(row: OperationRow, formats: Formats): string {
  const what = subject(row, formats);
  const titles: Readonly<Record<OperationKind, string>> = {
    install: t('Install {0}', what),
    update: t('Update {0}', what),
    'security-fix': t({ message: 'Patch {0}', args: [what], comment: 'A security fix of a package.' }),
    resolve: t({ message: 'Resolve {0}', args: [what], comment: 'A version conflict of packages.' }),
    remove: t('Remove {0}', what),
    move: row.movesTo === undefined ? t('Move {0}', what) : t('Move {0} to {1}', what, row.movesTo),
    rollback: t({ message: 'Roll back {0}', args: [what], comment: 'Undo an earlier change of a package.' }),
    restore: t('Install dependencies'),
    build: t('Build {0}', what),
    share: t('Share the approval of {0}', what),
  };
  return titles[row.kind];
}

/** The same in the tense of its state, for places where the state is only an icon: "Updated zod 4.1.11 → 4.1.12". */
export function operationStory(row: OperationRow, formats: Formats): string {
  if (row.state === 'running') return running(row, subject(row, formats));
  return row.state === 'done' ? done(row, subject(row, formats)) : operationTitle(row, formats);
}

/**
 * A title in two parts, where a narrow column may cut the first: the versions of its package stand at the beginning of
 * the second. Joined they are the title.
 */
export function cutTitle(title: string, { packages: [first] }: OperationRow): readonly [head: string, tail: string] {
  const versions = first === undefined ? '' : versionsText(first);
  const at = versions === '' ? -1 : title.indexOf(` ${versions}`);
  return at < 0 ? [title, ''] : [title.slice(0, at), title.slice(at)];
}

function running({ kind, movesTo }: OperationRow, what: string): string {
  const titles: Readonly<Record<OperationKind, string>> = {
    install: t('Installing {0}', what),
    update: t('Updating {0}', what),
    'security-fix': t('Patching {0}', what),
    resolve: t('Resolving {0}', what),
    remove: t('Removing {0}', what),
    move: movesTo === undefined ? t('Moving {0}', what) : t('Moving {0} to {1}', what, movesTo),
    rollback: t('Rolling back {0}', what),
    restore: t('Installing dependencies'),
    build: t('Building {0}', what),
    share: t('Sharing the approval of {0}', what),
  };
  return titles[kind];
}

function done({ kind, movesTo }: OperationRow, what: string): string {
  const titles: Readonly<Record<OperationKind, string>> = {
    install: t('Installed {0}', what),
    update: t('Updated {0}', what),
    'security-fix': t('Patched {0}', what),
    resolve: t('Resolved {0}', what),
    remove: t('Removed {0}', what),
    move: movesTo === undefined ? t('Moved {0}', what) : t('Moved {0} to {1}', what, movesTo),
    rollback: t('Rolled back {0}', what),
    restore: t('Installed dependencies'),
    build: t('Built {0}', what),
    share: t('Shared the approval of {0}', what),
  };
  return titles[kind];
}

function subject(row: OperationRow, formats: Formats): string {
  const [first] = row.packages;
  if (first === undefined) return t('packages');
  const name = changeText(first);
  const more = row.packageCount - 1;
  return more > 0
    ? t({ message: '{0} and {1} more', args: [name, formats.count(more)], comment: '{0} is a package.' })
    : name;
}

/** A package with its versions: "zod 4.1.11 → 4.1.12". */
export function changeText(change: ChangeFacts): string {
  const versions = versionsText(change);
  return versions === '' ? change.name : `${change.name} ${versions}`;
}

function versionsText({ from, to }: ChangeFacts): string {
  return from !== undefined && to !== undefined && from !== to ? `${from} → ${to}` : (to ?? from ?? '');
}
