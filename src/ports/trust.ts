import type { Event } from '../base/lifecycle.ts';

/** Whether the user trusts this workspace. Nothing is written, spawned or asked of a named host where they do not. */
export interface Trust {
  isTrusted(): boolean;
  readonly onDidGrant: Event<void>;
}
