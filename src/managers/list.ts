import type { ManagerDriver } from '../ports/manager-driver.ts';
import { bunDriver } from './bun/driver.ts';
import { npmDriver } from './npm/driver.ts';
import { pnpmDriver } from './pnpm/driver.ts';
import { yarnBerryDriver } from './yarn/berry/driver.ts';
import { yarnClassicDriver } from './yarn/classic/driver.ts';

/** Every manager that Quartermaster can drive. A project whose manager is not here gets QM_MANAGER_UNSUPPORTED. */
export const drivers: readonly ManagerDriver[] = [npmDriver, pnpmDriver, yarnClassicDriver, yarnBerryDriver, bunDriver];
