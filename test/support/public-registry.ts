import { publicRegistry } from '../../src/node/lazy/npm-client.ts';

/** Host of npm's public registry, which no test ever asks anything. */
export const publicHost = new URL(publicRegistry).host;

/** The line of many an .npmrc: the usual variable, for that registry. */
export const publicToken = `//${publicHost}/:_authToken=\${NPM_TOKEN}`;
