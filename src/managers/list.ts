import type { ManagerDriver } from '../ports/manager-driver.ts';
import { bunDriver } from './bun/driver.ts';
import { npmDriver } from './npm/driver.ts';
import { pnpmDriver } from './pnpm/driver.ts';

/** Every manager that Quartermaster can drive. A project whose manager is not here gets QM_MANAGER_UNSUPPORTED. */
export const drivers: readonly ManagerDriver[] = [npmDriver, pnpmDriver, bunDriver];
