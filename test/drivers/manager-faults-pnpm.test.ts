import { describeFaults } from '../support/manager-faults.ts';
import { testManagers } from '../support/managers.ts';

for (const manager of testManagers().filter(({ id }) => id === 'pnpm')) describeFaults(manager);
