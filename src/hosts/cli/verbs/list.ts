import { approvalsVerb } from './approvals.ts';
import { approveVerb } from './approve.ts';
import { buildVerb } from './build.ts';
import { callVerb } from './call.ts';
import { consentVerb } from './consent.ts';
import { forgetVerb } from './forget.ts';
import { historyVerb } from './history.ts';
import { installVerb } from './install.ts';
import { modeVerb } from './mode.ts';
import { moveVerb } from './move.ts';
import { recoverVerb } from './recover.ts';
import { rejectVerb } from './reject.ts';
import { removeVerb } from './remove.ts';
import { rollbackVerb } from './rollback.ts';
import { rulesVerb } from './rules.ts';
import { scanVerb } from './scan.ts';
import { showVerb } from './show.ts';
import { suggestVerb } from './suggest.ts';
import type { Verb } from './verb.ts';

/** Every verb, in the order of the help. */
export const verbs: readonly Verb[] = [
  scanVerb,
  suggestVerb,
  installVerb,
  removeVerb,
  moveVerb,
  buildVerb,
  callVerb,
  approvalsVerb,
  approveVerb,
  rejectVerb,
  historyVerb,
  showVerb,
  rollbackVerb,
  recoverVerb,
  consentVerb,
  modeVerb,
  rulesVerb,
  forgetVerb,
];
