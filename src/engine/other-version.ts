import { t } from '@vscode/l10n';
import { satisfies, validRange } from 'semver';
import type { ChosenManager } from '../model/project.ts';
import type { ManagerTool } from '../ports/manager-driver.ts';

/**
 * A sentence where the manager that was found is another version than the project names; undefined where it is that one,
 * or none is named. One that is not here is never fetched.
 */
export function otherVersion({ id, version, because }: ChosenManager, tool: ManagerTool): string | undefined {
  if (version === undefined || validRange(version) === null) return undefined;
  if (satisfies(tool.version, version, { includePrerelease: true })) return undefined;
  return t('The project names {0} {1} ({2}), and {3} was found and ran.', id, version, because, tool.version);
}
