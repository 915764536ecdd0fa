import { t } from '@vscode/l10n';
import { assertNever } from '../../base/errors.ts';
import type { Mode } from '../../model/mode.ts';
import { movesTo, type OperationFacts } from '../../model/operation.ts';

/** "Install axios 1.7.9 and 2 more", for notifications and pickers. */
export function operationTitle(operation: OperationFacts): string {
  const names = packageWords(operation);
  const field = movesTo(operation);
  switch (operation.kind) {
    case 'install':
      return t('Install {0}', names);
    case 'update':
      return t('Update {0}', names);
    case 'security-fix':
      return t('Patch {0}', names);
    case 'resolve':
      return t('Resolve {0}', names);
    case 'remove':
      return t('Remove {0}', names);
    case 'move':
      return field === undefined ? t('Move {0}', names) : t('Move {0} to {1}', names, field);
    case 'rollback':
      return t('Roll back {0}', names);
    case 'restore':
      return t('Install dependencies');
    case 'build':
      return t('Build {0}', names);
    case 'share':
      return t('Share the approval of {0}', names);
    default:
      return assertNever(operation.kind);
  }
}

/** "Installed axios 1.7.9 and 2 more", for what automation tells when it is done. */
export function doneSentence(operation: OperationFacts): string {
  const names = packageWords(operation);
  const field = movesTo(operation);
  switch (operation.kind) {
    case 'install':
      return t('Installed {0}', names);
    case 'update':
      return t('Updated {0}', names);
    case 'security-fix':
      return t('Patched {0}', names);
    case 'resolve':
      return t('Resolved {0}', names);
    case 'remove':
      return t('Removed {0}', names);
    case 'move':
      return field === undefined ? t('Moved {0}', names) : t('Moved {0} to {1}', names, field);
    case 'rollback':
      return t('Rolled back {0}', names);
    case 'restore':
      return t('Installed the dependencies');
    case 'build':
      return t('Built {0}', names);
    case 'share':
      return t('Shared the approval of {0}', names);
    default:
      return assertNever(operation.kind);
  }
}

function packageWords({ packages }: OperationFacts): string {
  const [first] = packages;
  if (first === undefined) return '';
  const version = first.to ?? first.from;
  const name = version === undefined ? first.name : `${first.name} ${version}`;
  return packages.length === 1 ? name : t('{0} and {1} more', name, packages.length - 1);
}

export interface ModeChoice {
  readonly label: string;
  readonly detail: string;
  readonly mode: Mode;
}

export function modeName(mode: Mode): string {
  return modeChoices().find((choice) => choice.mode === mode)?.label ?? mode;
}

export function modeChoices(): readonly ModeChoice[] {
  return [
    { mode: 'off', label: t('Off'), detail: t('Does nothing in this folder.') },
    { mode: 'assist', label: t('Assist'), detail: t('Finds and offers. Nothing changes without a click.') },
    {
      mode: 'autopilot',
      label: t('Autopilot'),
      detail: t('Installs on save what passes the gate. Asks about the rest.'),
    },
  ];
}
