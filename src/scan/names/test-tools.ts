import { place, type Tool } from './place.ts';
import { asIs, jestEnvironment, optionallyPrefixed, unless, vitestEnvironment } from './shorthands.ts';

/** Runners of tests. */
export const testTools: readonly Tool[] = [
  // Jest documentation, "Configuring Jest". What Jest itself depends on is there with it.
  {
    name: 'jest',
    broughtBy: [
      'jest',
      'jest-cli',
      'ts-jest',
      'react-scripts',
      'jest-expo',
      'jest-preset-angular',
      '@vue/cli-plugin-unit-jest',
    ],
    files: /(?:^|\/)jest\.config\.(?:[cm]?[jt]s|json)$/,
    inManifest: 'jest',
    places: [
      place(both('preset'), asIs),
      place(both('testEnvironment'), jestEnvironment),
      place(both('transform.*'), unless(['babel-jest'])),
      place(both('setupFiles'), asIs),
      place(both('setupFilesAfterEnv'), asIs),
      place(both('globalSetup'), asIs),
      place(both('globalTeardown'), asIs),
      place(both('runner'), unless(['jest-runner'], optionallyPrefixed('jest-runner-'))),
      place(both('testRunner'), unless(['jest-circus', 'jest-circus/runner', 'jasmine2'])),
      place(both('snapshotSerializers'), asIs),
      place(['reporters'], unless(['default', 'agent', 'github-actions', 'summary'])),
      place(['watchPlugins'], optionallyPrefixed('jest-watch-')),
      place(['testResultsProcessor'], asIs),
    ],
  },
  // Vitest documentation, "Configuring Vitest".
  {
    name: 'vitest',
    broughtBy: ['vitest'],
    files: /(?:^|\/)(?:vitest|vite)\.(?:config|workspace|projects)(?:\.[\w-]+)?\.[cm]?[jt]s$/,
    places: [
      place(['test.environment', 'test.projects.test.environment'], vitestEnvironment),
      place(['test.coverage.provider'], (text) =>
        /^(?:c8|istanbul|v8)$/.test(text) ? [`@vitest/coverage-${text}`] : [],
      ),
      place(['test.reporters'], vitestReporter),
      place(['test.setupFiles', 'test.globalSetup', 'test.projects.test.setupFiles'], asIs),
    ],
  },
  // Playwright documentation, "Reporters".
  {
    name: 'playwright',
    broughtBy: ['@playwright/test', 'playwright', '@playwright/*'],
    files: /(?:^|\/)playwright(?:-ct)?\.config\.[cm]?[jt]s$/,
    places: [place(['reporter'], unless(['blob', 'dot', 'github', 'html', 'json', 'junit', 'line', 'list', 'null']))],
  },
];

/** For all tests, and for those of one project. */
function both(key: string): readonly string[] {
  return [key, `projects.${key}`];
}

function vitestReporter(text: string): readonly string[] {
  if (text === 'html') return ['@vitest/ui'];
  const own =
    /^(?:agent|basic|blob|default|dot|github-actions|hanging-process|json|junit|minimal|tap|tap-flat|tree|verbose)$/;
  return own.test(text) ? [] : asIs(text);
}
