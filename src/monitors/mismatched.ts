import { findingId, type MismatchedFinding } from '../model/finding.ts';
import type { Monitor } from './monitor.ts';

/**
 * Packages that are installed in another version than is declared, in the order in which manifests have them. What a
 * manifest declares in two fields, by one range, is told by the first.
 */
export const mismatchedMonitor: Monitor<MismatchedFinding> = ({ snapshot: { mismatched } }) =>
  [...Map.groupBy(mismatched, (found) => findingId('mismatched', found.manifest, found.package))].flatMap(
    ([id, [first]]) => (first === undefined ? [] : [{ kind: 'mismatched' as const, id, ...first }]),
  );
