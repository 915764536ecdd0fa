import { callVerb } from './call.ts';
import { historyVerb } from './history.ts';
import { installVerb } from './install.ts';
import { modeVerb } from './mode.ts';
import { removeVerb } from './remove.ts';
import { rollbackVerb } from './rollback.ts';
import { scanVerb } from './scan.ts';
import { showVerb } from './show.ts';
import { forgetVerb, recoverVerb } from './upkeep.ts';
import type { Verb } from './verb.ts';

/** Every verb, in the order of the help. */
export const verbs: readonly Verb[] = [
  scanVerb,
  installVerb,
  removeVerb,
  callVerb,
  historyVerb,
  showVerb,
  rollbackVerb,
  recoverVerb,
  modeVerb,
  forgetVerb,
];
