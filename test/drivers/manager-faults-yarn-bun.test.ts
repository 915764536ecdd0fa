import { describeFaults } from '../support/manager-faults.ts';
import { testManagers } from '../support/managers.ts';

// Yarn 4 stands for all its linkers: they begin where everything is fetched.
const labels = ['yarn-1', 'yarn-4', 'bun-1'];
for (const manager of testManagers().filter(({ label }) => labels.includes(label))) describeFaults(manager);
