import type { SuiteLaunch } from '../../support/suite-launch.ts';

/** A clone that brings a database of its own: rows that would put a script into package.json when they are rolled back. */
export const launch: SuiteLaunch = { fixture: 'editor/foreign-state' };
