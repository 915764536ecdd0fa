import { t } from '@vscode/l10n';
import type { CheckAnswer, GateInput } from './check.ts';

/**
 * What a registry hides of a version: unknown, but for the very version of the bundled list, by which at least everybody has it. Of what
 * comes along nobody chooses the version: for that, its name on the list is enough. `reason`: one sentence.
 */
export function hidden({ package: name, version, popular, comesAlong }: GateInput, reason: string): CheckAnswer {
  const listed = popular.find(name);
  if (listed === undefined || version === undefined) return { result: 'unknown', reason, source: 'registry' };
  if (listed.version === version) {
    return { result: 'unknown', reason: t('{0} The bundled list knows this version.', reason), source: 'popular-list' };
  }
  return comesAlong
    ? { result: 'unknown', reason: t('{0} The bundled list knows this name.', reason), source: 'popular-list' }
    : { result: 'unknown', reason, source: 'registry' };
}
