import { place, type Tool } from './place.ts';
import { asIs, beforeColon, forBabel, inNodeModules } from './shorthands.ts';

/** Compilers, bundlers and frameworks. */
export const buildTools: readonly Tool[] = [
  // Babel documentation, "Config Files". Frameworks that bring Babel bring presets too.
  {
    name: 'babel',
    broughtBy: ['@babel/core', '@babel/cli', 'babel-core', 'babel-cli', 'babel-loader', 'babel-jest'],
    files: /(?:^|\/)(?:\.babelrc(?:\.json|\.[cm]?js|\.cts)?|babel\.config\.(?:json|[cm]?[jt]s))$/,
    inManifest: 'babel',
    places: [
      place(['presets', 'env.*.presets', 'overrides.presets'], forBabel('preset')),
      place(['plugins', 'env.*.plugins', 'overrides.plugins'], forBabel('plugin')),
    ],
  },
  // postcss-load-config, README; Next.js documentation, "PostCSS".
  {
    name: 'postcss',
    broughtBy: ['postcss', 'postcss-cli', 'postcss-loader', 'vite', 'next', 'parcel', '@parcel/*', 'tailwindcss'],
    files: /(?:^|\/)(?:postcss\.config\.(?:[cm]?[jt]s|json)|\.postcssrc(?:\.json|\.ya?ml|\.[cm]?[jt]s)?)$/,
    inManifest: 'postcss',
    places: [place(['plugins', 'plugins.*:'], asIs)],
  },
  // Webpack documentation, "Module" and "extends".
  {
    name: 'webpack',
    broughtBy: ['webpack'],
    files: /(?:^|\/)webpack[\w.-]*\.[cm]?[jt]s$/,
    places: [
      place(
        ['module.rules', 'module.rules.oneOf'].flatMap((rule) => [
          `${rule}.loader`,
          `${rule}.use`,
          `${rule}.use.loader`,
        ]),
        asIs,
      ),
      place(['extends'], asIs),
    ],
  },
  // Tailwind CSS 3 documentation, "Plugins" and "Presets": most import theirs.
  {
    name: 'tailwindcss',
    broughtBy: ['tailwindcss'],
    files: /(?:^|\/)tailwind\.config\.[cm]?[jt]s$/,
    places: [place(['plugins', 'presets'], asIs)],
  },
  // Storybook documentation, "Main configuration".
  {
    name: 'storybook',
    broughtBy: ['storybook', '@storybook/*'],
    files: /(?:^|\/)\.storybook\/main\.[cm]?[jt]s$/,
    places: [place(['addons', 'addons.name', 'framework', 'framework.name'], asIs)],
  },
  // Nuxt documentation, "Nuxt Configuration".
  {
    name: 'nuxt',
    broughtBy: ['nuxt', 'nuxt3', 'nuxt-edge'],
    files: /(?:^|\/)nuxt\.config\.[cm]?[jt]s$/,
    places: [place(['modules', 'buildModules', 'css', 'extends'], asIs)],
  },
  // TSConfig reference. A missing `extends` has no matter here.
  {
    name: 'typescript',
    broughtBy: ['typescript'],
    files: /(?:^|\/)[jt]sconfig(?:\.[^/]+)?\.json$/,
    places: [
      { ...place(['compilerOptions.types'], asIs), isTypes: true },
      place(['compilerOptions.jsxImportSource'], asIs),
      place(['compilerOptions.plugins.name'], asIs),
    ],
  },
  // Angular documentation, "Workspace configuration".
  {
    name: 'angular',
    broughtBy: ['@angular/cli', '@angular/core', 'nx'],
    files: /(?:^|\/)angular\.json$/,
    places: ['projects.*.architect.*', 'projects.*.targets.*'].flatMap((target) => [
      place([`${target}.builder`], beforeColon),
      place(
        ['styles', 'styles.input', 'scripts', 'scripts.input', 'polyfills'].map((key) => `${target}.options.${key}`),
        inNodeModules,
      ),
    ]),
  },
];
