import { t } from '@vscode/l10n';
import type { CheckAnswer, GateInput } from './check.ts';

/**
 * What a registry hides of a version: unknown, but for the very version of the bundled list, by which at least everybody has it.
 * `reason`: one sentence.
 */
export function hidden({ package: name, version, popular }: GateInput, reason: string): CheckAnswer {
  return version !== undefined && popular.find(name)?.version === version
    ? { result: 'unknown', reason: t('{0} The bundled list knows this version.', reason), source: 'popular-list' }
    : { result: 'unknown', reason, source: 'registry' };
}
