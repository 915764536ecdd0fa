/** A text that is mutated, and the names that its file may have. */
export interface Seed {
  readonly names: readonly string[];
  readonly text: string;
}

const scripts = ['a.ts', 'a.tsx', 'a.js', 'a.d.ts', 'a.mts', 'a.cjs', 'a.jsx'];

export const sources: readonly Seed[] = [
  ...[
    `import a, { type B } from 'one';\nexport * as ns from "two";\nconst c = await import(\`three\`);\n`,
    `const d = require('four');\nrequire.resolve("five/x");\nimport e = require('six');\ntype F = typeof import('seven');\n`,
    `/// <reference types="eight" />\nimport h from 'nine';\nexport const view = <p title="x">it's {h} \`from 'ten'\`</p>;\n`,
    `declare module 'eleven' {\n  import i from 'twelve';\n}\nconst r = /require('x')/g; // import 'y'\n/* from 'z' */\n`,
    `jest.mock('made-up', () => ({}), { virtual: true }).doMock('b', f, { virtual: true });\nrequire('made-up');\n`,
    `/** @jsxImportSource one */\n/**\n * @jest-environment jsdom\n * @import {A} from 'two'\n * @type {Map<A, import("three").B>}\n */\nlet a = '/** {import("no").T} */';\n`,
  ].map((text) => ({ names: scripts, text })),
  {
    names: ['a.vue', 'a.svelte', 'a.html'],
    text: `<!-- <script>import 'no'</script> -->\n<template><p v-if="a > b">{{ 'x' }}</p></template>\n<script lang="ts">import a from 'one'</script>\n<script setup lang="ts" generic="T extends Record<string, X>">\nimport { b } from "two";\n</script>\n<script type="module">import 'three'</script>\n<style>@import 'x';</style>\n`,
  },
  {
    names: ['a.astro', 'a.mdx', 'a.html'],
    text: `---\nimport Layout from 'one';\nif (!x) return Astro.redirect('/');\n---\n<p>{x}</p>\n<script>import { a } from 'two';</script>\n<script is:inline>import 'no'</script>\n`,
  },
  {
    names: ['a.mdx', 'a.vue'],
    text: `---\ntitle: x\n---\n\nimport { A } from 'one'\nexport const b = { c: ")",\n\n d: () => import('two') }\n\n# Title\n\n~~~js\nimport 'no'\n~~~\n\nexport * from 'three'\n`,
  },
  {
    names: ['a.css', 'a.scss', 'a.sass', 'a.less', 'a.vue'],
    text: `<style lang="scss">\n@import "one/x.css" layer(y), 'two'; /* @import "no" */\n@use "three" with ($a: "b"); // @import 'no'\n@import url( four.css ) screen;\n@plugin "five" { a: "@import 'no'"; }\n@import (css, less) url("six");\n</style>\n`,
  },
];

export const configs: readonly Seed[] = [
  {
    names: ['babel.config.js', '.eslintrc.cjs', 'webpack.config.js', 'postcss.config.ts', 'jest.config.ts'],
    text: `const a = /x['"]/;\nmodule.exports = (api) => ({ presets: [['one', { x: 'no' }], b ? "two" : 'three'], extends: 'four', plugins: { 'five': {}, six: f({ plugins: ['no'] }) }, module: { rules: [{ use: [\`seven\`, { loader: 'eight' }] }] }, env: { test: { plugins: ['nine'] } } } as const);\n`,
  },
  {
    names: ['.eslintrc.json', '.babelrc', 'tsconfig.json', 'package.json', 'angular.json', '.prettierrc'],
    text: `{ // c\n "extends": ["one", "plugin:two/x"], "presets": [["three", {}]], "plugins": ["four"],\n "compilerOptions": { "types": ["five", "no\\u0041"], "plugins": [{ "name": "six" }] }, "jest": { "preset": "seven", "transform": { "^x": ["eight", {}] } },\n "scripts": { "a": "tsc && FOO=1 jest --x | nine" }, }`,
  },
  {
    names: ['.eslintrc.yml', '.prettierrc', '.postcssrc.yaml', '.stylelintrc'],
    text: `# c\nextends:\n  - one\n  - 'plugin:two/x'\nplugins: [three, "four", &a five, *a]\nparser: |\n  no\noverrides:\n  - { files: '*.ts', extends: !!str six, <<: *a }\n? seven\n: eight\n`,
  },
  {
    names: ['vite.config.ts', 'webpack.config.js'],
    text: `const alias = { 'one': './a' } as const;\nexport default { resolve: { alias: { ...alias, 'two$': x, [k]: \`three\` } }, plugins: [virtual({ four: '' }), { resolveId(id) { switch (id) { case 'five': return id; } if (id.startsWith('six')) return null; } }] };\nconfig.resolve.alias['seven'] = __dirname;\nconfig.resolve.alias.set('eight', x);\n`,
  },
  {
    names: ['vitest.config.mts', 'rollup.config.js'],
    text: `export default { test: { alias: [{ find: /^one\\/(.*)$/, replacement: 'src/$1' }, { find: 'two', replacement: y }] }, p: alias({ entries: { three: './x' } }) };\n`,
  },
  {
    names: ['package.json', 'jest.config.js', '.babelrc'],
    text: `{ "name": "x", "dependencies": { "a": "1" }, "workspaces": { "packages": ["p/*"] }, "devEngines": { "packageManager": { "name": "npm" } }, "imports": { "#a/*": "./a/*" }, "jest": { "moduleNameMapper": { "^one/(.*)$": "<rootDir>/$1", "((a+)+)+$": "x" }, "modulePaths": ["<rootDir>/lib"] }, "_moduleAliases": { "two": "src" } }`,
  },
  {
    names: ['tsconfig.json', 'jsconfig.json'],
    text: `{ // comment\n "extends": ["./base.json", "missing-package/tsconfig"], "references": [{ "path": "./x" }],\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*", "../*"], "one": ["./a.ts"], "*": ["./types/*"] } }, }`,
  },
  { names: ['pnpm-workspace.yaml'], text: `packages:\n  - 'a/*' # x\n  - "!b"\nother: [c, d]\n` },
  {
    names: ['deno.json', 'import_map.json', 'index.html'],
    text: `{ "imports": { "one": "npm:one@1", "two/": "./two/" }, "scopes": {} } <script type="importmap">{ "imports": { "three": "/x.js" } }</script>`,
  },
];
