import { requestMark, type UserAct } from '../../support/suite-launch.ts';

/**
 * Asks the launcher to do in the window what only a user can, by mouse and keyboard. It is done a while after this
 * returns.
 */
export function askUser(act: UserAct): void {
  console.log(requestMark + act);
}
