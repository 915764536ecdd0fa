import assert from 'node:assert/strict';
import { useTempProjects } from '../../support/temp-project.ts';
import { describeFindings, never, testScanner } from './support.ts';

/** Fixture, what it asks, and everything that is found in it. */
const fixtures: readonly (readonly [leaf: string, question: string, findings: readonly string[]])[] = [
  [
    'ambient-modules',
    'what declare module makes up is no package; patterns of files and augmentations say nothing',
    [
      'undeclared augmented . dependencies [src/a.ts:5:9-18 import, src/augment.d.ts:1:9-18 import type]',
      'undeclared pattern . dependencies [src/a.ts:3:9-16 import]',
      'undeclared styles . dependencies [src/a.ts:4:9-24 import]',
    ],
  ],
  [
    'belongs-in',
    'tests, configs and types belong to development, as long as no source needs the package too',
    [
      'undeclared everywhere . dependencies [src/a.ts:2:9-19 import, vite.config.ts:2:9-19 import]',
      'undeclared in-config . devDependencies [vite.config.ts:1:9-18 import]',
      'undeclared in-dotfile . devDependencies [.eslintrc.cjs:1:10-20 require]',
      'undeclared in-e2e . devDependencies [e2e/run.ts:1:9-15 import]',
      'undeclared in-source . dependencies [src/a.ts:1:9-18 import]',
      'undeclared in-test . devDependencies [src/a.test.ts:1:9-16 import]',
      'undeclared only-a-type . devDependencies [src/b.ts:1:21-32 import type]',
    ],
  ],
  [
    'broken-manifest',
    'what a broken manifest owns is unknown, what stands below it is unsure',
    ['unreadable-manifest . 3:20', 'unsure perhaps packages/ok broken-manifest [packages/ok/a.js:1:9-16 import]'],
  ],
  [
    'script-in-markup',
    'what holds script among other things is read for its scripts alone',
    [
      'undeclared yes-again . dependencies [src/post.mdx:23:26-35 export-from]',
      'undeclared yes-behind-a-blank-line . dependencies [src/post.mdx:9:23-46 dynamic-import]',
      'undeclared yes-bundled . dependencies [src/index.astro:10:28-39 import]',
      'undeclared yes-chart . dependencies [src/post.mdx:5:24-33 import]',
      'undeclared yes-frontmatter . dependencies [src/index.astro:4:24-39 import]',
      'undeclared yes-instance . dependencies [src/Page.svelte:6:23-35 import]',
      'undeclared yes-lazy . dependencies [src/App.vue:15:28-36 dynamic-import]',
      'undeclared yes-module . dependencies [src/Page.svelte:2:25-35 import]',
      'undeclared yes-page . dependencies [index.html:5:26-34 import]',
      'undeclared yes-plain . dependencies [src/App.vue:11:24-33 import]',
      'undeclared yes-type . devDependencies [src/App.vue:13:29-37 import type]',
    ],
  ],
  [
    'old-names',
    'capital letters are for files, a few old packages excepted',
    ['undeclared JSONStream . dependencies [a.js:1:10-20 require]'],
  ],
  [
    'manifest-around',
    'a manifest around declares for what is below it, and makes unsure what a project without a lockfile takes from it',
    [
      'not-installed . of-the-package of-the-root',
      'undeclared yes-in-a-part compat dependencies [compat/index.js:2:9-22 import]',
      'undeclared of-the-root docs dependencies [docs/a.js:1:9-20 import]',
      'undeclared yes-in-the-layer layers/own dependencies [layers/own/a.js:3:9-25 import]',
      'unsure of-the-root layers/own declared-around [layers/own/a.js:1:9-20 import]',
      'unsure root layers/own own-name [layers/own/a.js:2:9-13 import]',
      'undeclared yes-a-peer-around packages/a/tests dependencies [packages/a/tests/a.js:4:9-26 import]',
      'undeclared yes-nowhere packages/a/tests dependencies [packages/a/tests/a.js:3:9-20 import]',
      'undeclared of-the-package packages/b dependencies [packages/b/b.js:1:9-23 import]',
    ],
  ],
  [
    'made-up-modules',
    'what a framework or a test makes up is no package, and a name may say that there is none',
    [
      'undeclared @components/locked . dependencies [src/site.js:11:9-27 import]',
      'undeclared @docusaurus/core . dependencies [src/site.js:8:9-25 import]',
      'undeclared @scope/by-hand . dependencies [src/site.js:14:9-23 import]',
      'undeclared yes-made-of-itself . devDependencies [src/mocks.test.js:10:10-28 require]',
      'undeclared yes-mocked . devDependencies [src/mocks.test.js:5:10-20 require]',
      'undeclared yes-no-mock . devDependencies [src/mocks.test.js:9:10-21 require]',
      'unsure @components/button . looks [src/site.js:10:9-27 import]',
      'unsure @hooks/use . looks [src/site.js:12:9-19 import]',
      'unsure @scope/by-hand . mocked [src/mocks.test.js:8:10-24 require]',
      'unsure by-hand . mocked [src/mocks.test.js:7:10-17 require]',
      'unsure library-that-is-not-installed . looks [src/mocks.test.js:6:10-39 require]',
      'unsure missing-module . looks [src/site.js:13:9-23 import]',
    ],
  ],
  [
    'fixtures-and-templates',
    'what tests read and what a generator copies is no code, unless code imports it',
    [
      'undeclared yes-fixtures-of-an-application . dependencies [src/fixtures/list.js:1:9-39 import]',
      'undeclared yes-imported . devDependencies [test/fixtures/helper.js:1:9-21 import]',
      'undeclared yes-imported-by-it . devDependencies [test/fixtures/deeper/index.ts:1:9-27 import]',
      'undeclared yes-test . devDependencies [test/a.test.js:2:9-17 import]',
      'undeclared yes-template-of-an-application app dependencies [app/src/templates/post.js:1:9-39 import]',
    ],
  ],
  [
    'ambient-and-locked',
    'what declare module describes, or a host brings, is a package where the lockfile has it',
    [
      'undeclared electron . dependencies [a.ts:3:22-30 import]',
      'undeclared untyped . dependencies [a.ts:1:9-16 import]',
    ],
  ],
  [
    'bundler-aliases',
    'what a configuration makes a file of is no package, unless the package itself is meant or tests alone replace it',
    [
      'undeclared yes-by-its-user . dependencies [src/a.js:24:9-24 import]',
      'undeclared yes-comment . dependencies [src/a.js:22:9-20 import]',
      'undeclared yes-itself . dependencies [src/a.js:19:9-19 import]',
      'undeclared yes-itself-again . dependencies [src/a.js:25:9-25 import]',
      'undeclared yes-mocked-for-tests . dependencies [src/a.js:20:9-29 import]',
      'undeclared yes-other-for-tests . dependencies [src/a.js:21:9-28 import]',
      'undeclared yes-webpack-exact . dependencies [src/a.js:10:9-30 import]',
      'unsure by-the-page . provided [src/a.js:23:9-20 import]',
    ],
  ],
  [
    'comments-and-strings',
    'only code imports',
    [
      'undeclared yes-js . dependencies [src/b.js:2:24-30 require]',
      'undeclared yes-require . dependencies [src/a.tsx:9:23-34 require]',
    ],
  ],
  [
    'declared-fields',
    'every field declares, but only two of them promise an installation',
    ['uninstalled d-dev . devDependencies ^1 [src/a.ts:2:9-14 import]'],
  ],
  [
    'forms',
    'every form, with its exact range',
    [
      'undeclared @scope/f-export-type . devDependencies [src/all.ts:10:25-45 export-from type]',
      'undeclared f-export-named . dependencies [src/all.ts:22:20-34 export-from]',
      'undeclared f-import . dependencies [src/all.ts:2:16-24 import]',
      'undeclared f-import-equals . dependencies [src/all.ts:11:22-37 import-equals]',
      'undeclared f-import-type . devDependencies [src/all.ts:13:16-29 import-type type]',
      'undeclared f-inline-type . devDependencies [src/all.ts:7:25-38 import type]',
      'undeclared f-multi-line . dependencies [src/all.ts:6:9-30 import]',
      'undeclared f-namespace . dependencies [src/all.ts:9:22-33 export-from]',
      'undeclared f-nested . dependencies [src/all.ts:20:18-26 import]',
      'undeclared f-require . dependencies [src/all.ts:16:20-29 require]',
      'undeclared f-resolve . dependencies [src/all.ts:17:28-50 require-resolve]',
      'undeclared f-side-effect . dependencies [src/all.ts:3:9-22 import]',
      'undeclared f-template . dependencies [src/all.ts:14:25-35 dynamic-import]',
      'undeclared f-type . devDependencies [src/all.ts:8:21-27 import type]',
      'undeclared f-type-query . devDependencies [src/all.ts:12:25-37 import-type type]',
      'undeclared luck . dependencies by luck [src/all.ts:18:25-29 dynamic-import]',
      'undeclared ref-types . devDependencies [src/all.ts:1:23-32 reference-types type]',
    ],
  ],
  [
    'half-typed',
    'an unterminated specifier is dropped, the rest of the file is unsure',
    [
      'unsure perhaps-beside . half-typed [src/open-string.js:2:9-23 import]',
      'unsure whole . half-typed [src/a.ts:2:16-21 import]',
    ],
  ],
  [
    'ignore-comments',
    'a comment takes out a statement or a line',
    ['undeclared yes-other . dependencies [src/a.ts:8:16-25 import]'],
  ],
  [
    'jsconfig-paths',
    'a jsconfig says what a tsconfig does: paths, baseUrl, and the nearest alone counts',
    [
      'undeclared app . dependencies [web/src/b.js:4:9-17 import]',
      'undeclared other-package . dependencies [web/src/b.js:5:9-22 import]',
      'undeclared real-package . dependencies [src/a.js:4:9-21 import]',
      'unsure app . alias [src/a.js:2:9-22 import]',
    ],
  ],
  ['mostly-not-installed', 'at least three and half of what is used: one finding for all', ['not-installed . a b c']],
  [
    'no-manifest',
    'a file that nobody owns is skipped, not clean',
    ['undeclared somebody own dependencies [own/a.js:1:9-17 import]'],
  ],
  [
    'not-installed',
    'a fresh clone is one finding, what is undeclared stays apart',
    ['not-installed . a b', 'undeclared undeclared-too . dependencies [src/a.js:3:9-23 import]'],
  ],
  ['not-packages', 'builtins, aliases, addresses and invalid names never become packages', []],
  [
    'pnpm-workspace',
    'members by pnpm-workspace.yaml; one that is taken out stands alone',
    [
      'undeclared from-legacy apps/legacy dependencies [apps/legacy/a.js:1:9-20 import]',
      'undeclared from-web apps/web dependencies [apps/web/a.js:1:9-17 import]',
    ],
  ],
  [
    'shadowed-require',
    'a require of the file itself imports nothing, one from createRequire does',
    [
      'undeclared yes-created . dependencies [src/a.js:10:12-23 require]',
      'undeclared yes-top . dependencies [src/a.js:14:12-19 require]',
    ],
  ],
  [
    'tsconfig-paths',
    'paths, baseUrl, references and a cycle of extends',
    [
      'undeclared real-package . dependencies [src/a.ts:9:9-21 import]',
      'unsure @org/not-there . alias [src/a.ts:4:9-23 import]',
    ],
  ],
  ['two-lockfiles', 'two lockfiles do not disturb the findings', ['undeclared x . dependencies [a.js:1:9-10 import]']],
  [
    'types-packages',
    '@types serve types, and nothing but types',
    [
      'undeclared @types/aws-lambda . devDependencies [src/a.ts:4:31-41 import type]',
      'undeclared only-types . dependencies [src/b.ts:1:20-30 import]',
    ],
  ],
  [
    'reference-types',
    'a triple-slash reference asks for @types/x first, unless x has types of its own',
    [
      'undeclared @types/bun . devDependencies [src/a.ts:9:23-26 reference-types type]',
      'undeclared @types/jest . devDependencies [src/a.ts:1:23-27 reference-types type]',
      'undeclared @types/mocha . devDependencies [src/a.ts:3:23-28 reference-types type]',
      'undeclared @types/react . devDependencies [src/a.ts:5:23-35 reference-types type]',
      'undeclared by-luck . devDependencies by luck [src/a.ts:6:23-30 reference-types type]',
      'undeclared cypress . devDependencies [src/a.ts:7:23-30 reference-types type]',
      'undeclared unknown-to-the-list . devDependencies [src/a.ts:8:23-42 reference-types type]',
      'uninstalled sinon . devDependencies 1 [src/a.ts:10:23-28 reference-types type]',
    ],
  ],
  [
    'workspace',
    "members, siblings, the root's dependencies, hoisting and marker manifests",
    [
      'undeclared hoisted packages/a dependencies by luck [packages/a/src/index.ts:3:9-16 import]',
      'undeclared marker-is-no-owner packages/a dependencies [packages/a/src/esm/deep.ts:1:9-27 import]',
      'undeclared root-peer packages/a dependencies [packages/a/src/index.ts:4:9-18 import]',
    ],
  ],
];

describe('scan fixtures', () => {
  const useProject = useTempProjects();
  for (const [leaf, question, findings] of fixtures) {
    it(`${leaf}: ${question}`, async () => {
      const { folder } = useProject({ fixture: `scan/${leaf}` });
      assert.deepEqual(describeFindings(await testScanner().scanFolder(folder, never)), findings);
    });
  }
});
