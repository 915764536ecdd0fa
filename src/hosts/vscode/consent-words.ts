import { t } from '@vscode/l10n';
import type { HookQuestion } from '../../model/hook-question.ts';

/** The question by which a user lets a repository have its way. */
export function consentTitle({ manager, files }: HookQuestion): string {
  return files.length === 0
    ? t('Let {0} send what this repository says?', manager)
    : t('Let {0} run code of this repository?', manager);
}

/** All that would be allowed. */
export function consentDetail({ manager, files, sends }: HookQuestion): string {
  const code = t(
    'It runs with all that you may do, each time {0} resolves or installs. You are asked anew when a byte changes.',
    manager,
  );
  const secret = t(
    'Whoever runs that host gets what the variable holds. Another variable, or another host, is asked about anew.',
  );
  return [
    ...files.map(({ path, hash }) => `${path} (SHA-256 ${hash.slice(0, 12)}…)`),
    ...(files.length === 0 ? [] : [code]),
    ...sends.map(({ variable, host }) =>
      t('{0} would send {1} to {2}, which only this repository names.', manager, variable, host),
    ),
    ...(sends.length === 0 ? [] : [secret]),
  ].join('\n');
}
