import { describeKills } from './short-form.ts';

describeKills(['yarn-1', 'yarn-4', 'yarn-4-pnp', 'yarn-4-pnpm', 'bun-1']);
