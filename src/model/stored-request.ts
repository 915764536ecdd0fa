import type { RelativePath } from '../base/path.ts';
import type { BuildRequest } from './build.ts';
import type { InstallOptions } from './install.ts';
import type { OperationId } from './operation.ts';
import type { InstallRequest, MoveRequest, RemoveRequest } from './plan.ts';

/** Who asked, and how the gate's questions were answered; see {@link InstallOptions}. */
export type StoredOptions = Pick<
  InstallOptions,
  'trigger' | 'claimedTrigger' | 'confirmed' | 'shown' | 'automatic' | 'approval'
>;

/** What of the options of a request is kept with it. */
export function storedOptions(options: InstallOptions): StoredOptions {
  const { trigger, claimedTrigger, confirmed, shown, automatic, approval } = options;
  return {
    ...{ trigger, claimedTrigger, confirmed, automatic },
    ...(shown === undefined ? {} : { shown }),
    ...(approval === undefined ? {} : { approval }),
  };
}

/** What an operation was asked to do, so that a window which opens again can go on where the one before was closed. */
export type StoredRequest =
  | { readonly kind: 'install'; readonly requests: readonly InstallRequest[]; readonly options: StoredOptions }
  | { readonly kind: 'remove'; readonly requests: readonly RemoveRequest[]; readonly options: StoredOptions }
  | { readonly kind: 'move'; readonly requests: readonly MoveRequest[]; readonly options: StoredOptions }
  | { readonly kind: 'restore'; readonly project: RelativePath; readonly options: StoredOptions }
  | (BuildRequest & {
      readonly kind: 'build' | 'share';
      readonly project: RelativePath;
      readonly options: StoredOptions;
    })
  | { readonly kind: 'rollback'; readonly id: OperationId; readonly options: StoredOptions }
  /** Puts back what stood before an operation that was left to the user. */
  | { readonly kind: 'settle'; readonly id: OperationId; readonly options: StoredOptions };
