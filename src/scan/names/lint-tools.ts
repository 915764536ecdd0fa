import { place, type Tool } from './place.ts';
import { asIs, eslintExtends, eslintPlugin, unless } from './shorthands.ts';

/** Linters and formatters. */
export const lintTools: readonly Tool[] = [
  // ESLint documentation, "Configuration Files (Deprecated)". The flat ones import theirs.
  {
    name: 'eslint',
    broughtBy: ['eslint'],
    files: /(?:^|\/)\.eslintrc(?:\.json|\.ya?ml|\.c?js)?$/,
    inManifest: 'eslintConfig',
    places: [
      place(['extends', 'overrides.extends'], eslintExtends),
      place(['plugins', 'overrides.plugins'], eslintPlugin),
      place(['parser', 'overrides.parser'], unless(['espree'])),
    ],
  },
  // Stylelint documentation, "Configuring".
  {
    name: 'stylelint',
    broughtBy: ['stylelint'],
    files: /(?:^|\/)(?:\.stylelintrc(?:\.json|\.ya?ml|\.[cm]?js)?|stylelint\.config\.[cm]?js)$/,
    inManifest: 'stylelint',
    places: [
      place(['extends', 'overrides.extends'], asIs),
      place(['plugins', 'overrides.plugins'], asIs),
      place(['customSyntax', 'overrides.customSyntax'], asIs),
    ],
  },
  // Prettier documentation, "Sharing configurations" and "Plugins".
  {
    name: 'prettier',
    broughtBy: ['prettier'],
    files: /(?:^|\/)(?:\.prettierrc(?:\.json|\.ya?ml|\.[cm]?[jt]s)?|prettier\.config\.[cm]?[jt]s)$/,
    inManifest: 'prettier',
    places: [place(['', 'plugins', 'overrides.options.plugins'], asIs)],
  },
];
