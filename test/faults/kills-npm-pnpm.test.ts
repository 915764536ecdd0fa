import { describeKills } from './short-form.ts';

describeKills(['npm-11', 'npm-12', 'pnpm-10', 'pnpm-12']);
