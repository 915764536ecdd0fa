import { describeManager } from '../support/manager-table.ts';
import { testManagers } from '../support/managers.ts';

for (const manager of testManagers().filter(({ id }) => id === 'npm')) describeManager(manager);
