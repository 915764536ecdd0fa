import assert from 'node:assert/strict';
import {
  asIs,
  eslintExtends,
  eslintPlugin,
  forBabel,
  jestEnvironment,
  unless,
  vitestEnvironment,
  type Reading,
} from '../../../../src/scan/names/shorthands.ts';

/** The tables of the tools' own documentation, and what they leave out. */
const table: readonly (readonly [name: string, reading: Reading, text: string, ...packages: readonly string[]])[] = [
  ['extends', eslintExtends, 'eslint:recommended'],
  ['extends', eslintExtends, 'airbnb/hooks', 'eslint-config-airbnb/hooks'],
  ['extends', eslintExtends, 'eslint-config-airbnb', 'eslint-config-airbnb'],
  ['extends', eslintExtends, '@s', '@s/eslint-config'],
  ['extends', eslintExtends, '@s/x', '@s/eslint-config-x'],
  ['extends', eslintExtends, '@s/eslint-config/x', '@s/eslint-config/x'],
  ['extends', eslintExtends, 'plugin:react/jsx-runtime', 'eslint-plugin-react'],
  ['extends', eslintExtends, 'plugin:@s/recommended', '@s/eslint-plugin'],
  ['extends', eslintExtends, 'plugin:@next/next/recommended', '@next/eslint-plugin-next'],
  ['plugins', eslintPlugin, '@typescript-eslint', '@typescript-eslint/eslint-plugin'],
  ['plugins', eslintPlugin, '@s/eslint-plugin-x', '@s/eslint-plugin-x'],
  ['presets', forBabel('preset'), 'env', 'babel-preset-env'],
  ['presets', forBabel('preset'), '@babel/env', '@babel/preset-env'],
  ['presets', forBabel('preset'), '@babel/preset-env', '@babel/preset-env'],
  ['presets', forBabel('preset'), '@s', '@s/babel-preset'],
  ['presets', forBabel('preset'), '@s/x', '@s/babel-preset-x'],
  ['presets', forBabel('preset'), '@react-native/babel-preset', '@react-native/babel-preset'],
  ['presets', forBabel('preset'), '@s/x/y', '@s/x/y'],
  ['plugins', forBabel('plugin'), 'module:x', 'x'],
  ['plugins', forBabel('plugin'), 'x/babel', 'x/babel'],
  ['plugins', forBabel('plugin'), 'babel-plugin-x', 'babel-plugin-x'],
  ['environment', jestEnvironment, 'node'],
  ['environment', jestEnvironment, 'jsdom', 'jest-environment-jsdom', 'jsdom'],
  ['environment', jestEnvironment, '@s/x', '@s/x'],
  ['environment', vitestEnvironment, 'node'],
  ['environment', vitestEnvironment, 'edge-runtime', '@edge-runtime/vm'],
  ['loader', asIs, 'css-loader?modules!sass-loader', 'css-loader'],
  ['own', unless(['own']), 'own'],
];

describe('short forms of packages in configurations', () => {
  for (const [name, reading, text, ...packages] of table) {
    it(`${name}: ${text} is ${packages.join(', ') || 'none'}`, () => assert.deepEqual(reading(text), packages));
  }
});
