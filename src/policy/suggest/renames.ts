/** Where a project went. `scoped`: into a scope, and nothing else changed; `renamed`: another name; both with the same API. */
export interface Rename {
  readonly kind: 'scoped' | 'renamed';
  readonly to: string;
  /** What is behind the name in an import means the same there. */
  readonly keepsPaths: boolean;
  /** Its API changed with the name, as its own guide says. */
  readonly sameApi: boolean;
}

interface Group {
  readonly kind: Rename['kind'];
  readonly keepsPaths?: boolean;
  readonly otherApi?: boolean;
  /** `old new`, separated by commas. */
  readonly names: string;
}

/** Each group with the page that says so. */
const groups: readonly Group[] = [
  // Babel, "Upgrade to Babel 7", section "Scoped packages".
  {
    kind: 'scoped',
    keepsPaths: true,
    names:
      'babel-core @babel/core, babel-runtime @babel/runtime, babel-register @babel/register, ' +
      'babel-traverse @babel/traverse, babel-types @babel/types, babel-template @babel/template, ' +
      'babel-generator @babel/generator, babel-code-frame @babel/code-frame, babel-standalone @babel/standalone, ' +
      'babel-node @babel/node, babel-preset-env @babel/preset-env, babel-preset-react @babel/preset-react, ' +
      'babel-preset-typescript @babel/preset-typescript, ' +
      'babel-plugin-transform-runtime @babel/plugin-transform-runtime',
  },
  // The same guide, and the README of babel-eslint: "babel-eslint is now @babel/eslint-parser".
  { kind: 'renamed', names: 'babylon @babel/parser, babel-eslint @babel/eslint-parser' },
  // Babel 7.4.0, release notes: "@babel/polyfill is deprecated, use core-js".
  { kind: 'renamed', otherApi: true, names: 'babel-polyfill core-js, @babel/polyfill core-js' },
  // Fastify, release notes of the plugins' first versions with a scope: "renamed to @fastify/NAME".
  {
    kind: 'scoped',
    names:
      'fastify-cors @fastify/cors, fastify-static @fastify/static, fastify-swagger @fastify/swagger, ' +
      'fastify-multipart @fastify/multipart, fastify-cookie @fastify/cookie, fastify-jwt @fastify/jwt, ' +
      'fastify-helmet @fastify/helmet, fastify-formbody @fastify/formbody, fastify-websocket @fastify/websocket, ' +
      'fastify-rate-limit @fastify/rate-limit',
  },
  // rollup/plugins, README: "Plugins found here", and the deprecations of the old names.
  {
    kind: 'scoped',
    names:
      'rollup-plugin-node-resolve @rollup/plugin-node-resolve, rollup-plugin-commonjs @rollup/plugin-commonjs, ' +
      'rollup-plugin-json @rollup/plugin-json, rollup-plugin-typescript @rollup/plugin-typescript, ' +
      'rollup-plugin-babel @rollup/plugin-babel, rollup-plugin-terser @rollup/plugin-terser, ' +
      'rollup-plugin-replace @rollup/plugin-replace, rollup-plugin-alias @rollup/plugin-alias, ' +
      'rollup-plugin-url @rollup/plugin-url',
  },
  // Deprecations of the old names at npm: "has been renamed to @vscode/NAME", "moved to @electron/NAME", "now @xterm/xterm".
  {
    kind: 'scoped',
    names:
      'vscode-test @vscode/test-electron, vsce @vscode/vsce, vscode-ripgrep @vscode/ripgrep, ' +
      'vscode-debugprotocol @vscode/debugprotocol, electron-rebuild @electron/rebuild, asar @electron/asar, ' +
      'electron-packager @electron/packager, electron-notarize @electron/notarize, ' +
      'electron-osx-sign @electron/osx-sign, xterm @xterm/xterm, xterm-addon-fit @xterm/addon-fit',
  },
  // Testing Library, "Migrate from react-testing-library", and the deprecations of the old names at npm.
  {
    kind: 'scoped',
    names:
      'react-testing-library @testing-library/react, dom-testing-library @testing-library/dom, ' +
      'jest-dom @testing-library/jest-dom, user-event @testing-library/user-event',
  },
  // hapi, "The hapi ecosystem moved to the @hapi scope" (2019); joi moved back with version 17.2.
  { kind: 'scoped', names: 'hapi @hapi/hapi, boom @hapi/boom, hoek @hapi/hoek' },
  { kind: 'renamed', names: '@hapi/joi joi' },
  // MUI, "Migration from v4 to v5": the packages and their import paths; mui.com names no package "mui".
  {
    kind: 'renamed',
    keepsPaths: true,
    names:
      '@material-ui/core @mui/material, @material-ui/icons @mui/icons-material, @material-ui/lab @mui/lab, ' +
      '@material-ui/styles @mui/styles',
  },
  { kind: 'renamed', otherApi: true, names: 'material-ui @mui/material, mui @mui/material' },
  // Emotion 11, migration guide: "@emotion/core has been renamed to @emotion/react".
  { kind: 'renamed', names: '@emotion/core @emotion/react' },
  // TanStack, migration guides of Query 4, Table 8 and Virtual 3.
  { kind: 'scoped', otherApi: true, names: 'react-query @tanstack/react-query, react-table @tanstack/react-table' },
  { kind: 'scoped', otherApi: true, names: 'react-virtual @tanstack/react-virtual' },
  // Apollo, "Migrating to Apollo Client 3.0" and "Migrating to Apollo Server 4".
  {
    kind: 'renamed',
    otherApi: true,
    names:
      'apollo-client @apollo/client, apollo-boost @apollo/client, react-apollo @apollo/client, ' +
      'apollo-server @apollo/server',
  },
  // React Native, deprecations of the community packages at npm: each moved to a scope of its own.
  {
    kind: 'renamed',
    names:
      '@react-native-community/async-storage @react-native-async-storage/async-storage, ' +
      '@react-native-community/picker @react-native-picker/picker, ' +
      '@react-native-community/masked-view @react-native-masked-view/masked-view, ' +
      '@react-native-community/clipboard @react-native-clipboard/clipboard',
  },
  { kind: 'renamed', otherApi: true, names: 'react-navigation @react-navigation/native' },
  // Deprecations of the old names at npm, which name the new one, with the API that was there.
  {
    kind: 'renamed',
    names:
      'node-uuid uuid, jade pug, coffee-script coffeescript, node-pre-gyp @mapbox/node-pre-gyp, ' +
      'xmldom @xmldom/xmldom, redux-starter-kit @reduxjs/toolkit, react-flow-renderer @xyflow/react, ' +
      'reactflow @xyflow/react, @nextui-org/react @heroui/react, @zeit/ncc @vercel/ncc, ' +
      'json-schema-ref-parser @apidevtools/json-schema-ref-parser, swagger-parser @apidevtools/swagger-parser, ' +
      '@slack/client @slack/web-api, highlightjs highlight.js',
  },
  // The same, where the new one is another program.
  {
    kind: 'renamed',
    otherApi: true,
    names:
      'grpc @grpc/grpc-js, raven @sentry/node, raven-js @sentry/browser, elasticsearch @elastic/elasticsearch, ' +
      'sendgrid @sendgrid/mail, faker @faker-js/faker, popper.js @popperjs/core, tslint eslint, ' +
      'parcel-bundler parcel, istanbul nyc, node-sass sass, uglify-es terser, msal @azure/msal-browser, ' +
      'azure-storage @azure/storage-blob, extract-text-webpack-plugin mini-css-extract-plugin, ' +
      'optimize-css-assets-webpack-plugin css-minimizer-webpack-plugin, ' +
      'uglifyjs-webpack-plugin terser-webpack-plugin, awesome-typescript-loader ts-loader, ' +
      'subscriptions-transport-ws graphql-ws, express-graphql graphql-http, merge-graphql-schemas @graphql-tools/merge, ' +
      'react-beautiful-dnd @hello-pangea/dnd, typescript-eslint-parser @typescript-eslint/parser, ' +
      'eslint-plugin-typescript @typescript-eslint/eslint-plugin, @vitejs/plugin-react-refresh @vitejs/plugin-react, ' +
      '@google/maps @googlemaps/google-maps-services-js, react-stripe-elements @stripe/react-stripe-js',
  },
  // How a project is called, where its package has another name, by the install command of its documentation.
  {
    kind: 'renamed',
    names:
      'redux-toolkit @reduxjs/toolkit, nestjs @nestjs/core, svelte-kit @sveltejs/kit, sveltekit @sveltejs/kit, ' +
      'prisma-client @prisma/client, tailwind tailwindcss, supabase-js @supabase/supabase-js, trpc @trpc/server, ' +
      'anthropic @anthropic-ai/sdk, discordjs discord.js, socketio socket.io, threejs three, vuejs vue, reactjs react, ' +
      'nextjs next, chartjs chart.js, testing-library @testing-library/dom, huggingface @huggingface/transformers, ' +
      'langchain-openai @langchain/openai, pinecone @pinecone-database/pinecone, vite-plugin-react @vitejs/plugin-react, ' +
      'vite-plugin-vue @vitejs/plugin-vue, nuxt3 nuxt, dnd-kit @dnd-kit/core, heroicons @heroicons/react',
  },
];

/** By the old name. Facts that no popularity tells, kept by hand; each new name is on the bundled list. */
export const renames: ReadonlyMap<string, Rename> = new Map(
  groups.flatMap(({ kind, names, keepsPaths = false, otherApi = false }) =>
    names.split(', ').map((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      return [from, { kind, to, keepsPaths, sameApi: !otherApi }] as const;
    }),
  ),
);
