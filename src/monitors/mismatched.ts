import { findingId, type MismatchedFinding } from '../model/finding.ts';
import type { Monitor } from './monitor.ts';

/** Packages that are installed in another version than is declared, in the order in which manifests have them. */
export const mismatchedMonitor: Monitor<MismatchedFinding> = ({ snapshot: { mismatched } }) =>
  mismatched.map((found) => ({
    kind: 'mismatched' as const,
    id: findingId('mismatched', found.manifest, found.package),
    ...found,
  }));
