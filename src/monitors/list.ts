import { mismatchedMonitor } from './mismatched.ts';
import { missingMonitor } from './missing.ts';
import type { Monitor } from './monitor.ts';
import { unbuiltMonitor } from './unbuilt.ts';

/** In the order in which their findings are shown. */
export const monitors: readonly Monitor[] = [missingMonitor, mismatchedMonitor, unbuiltMonitor];
