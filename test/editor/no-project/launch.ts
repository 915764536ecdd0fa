import type { SuiteLaunch } from '../../support/suite-launch.ts';

/** Neither a package.json nor a source file. */
export const launch: SuiteLaunch = {
  registry: false,
  osv: false,
  files: {
    'README.md': "```js\nimport 'fx-tiny';\n```\n",
    'settings.json': { javascript: true },
    'site/index.html': '<script>import("fx-tiny");</script>\n',
    'old/package.json.txt': '{}\n',
  },
};
