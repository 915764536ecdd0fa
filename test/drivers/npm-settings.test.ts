import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { installArgv, resolveArgv, updateArgv } from '../../src/managers/npm/argv.ts';
import { npmHazards } from '../../src/managers/npm/hazards.ts';
import { testManagers } from '../support/managers.ts';

// Every setting that a project's .npmrc may have, by npm's own list of them: one that is new there is to be looked at, and
// refused, overridden or named here.

/** What comes of a text or a path is nothing in an install without scripts, by the reason why. */
const harmless: Readonly<Record<string, string>> = {
  'started by other commands alone': 'browser editor shell viewer call package node-gyp script-shell node-options',
  'read or written by other commands alone': `
    init-module init.module provenance-file global-ignore-file pack-destination patches-dir edit-dir diff diff-dst-prefix
    diff-src-prefix sbom-format to`,
  'words of a new package.json': `
    init-author-email init-author-name init-author-url init-license init-type init-version init.author.email
    init.author.name init.author.url init.license init.version`,
  'sent to the registry that the package is from in any case': 'registry scope user-agent _auth replace-registry-host',
  'asked of a registry by other commands alone': `
    cidr expires name orgs otp packages scopes password token-description preid message searchopts searchexclude
    audit-level access auth-type`,
  'choices of packages, which the gate judges': `
    allow-directory allow-file allow-git allow-remote allow-scripts before cpu libc os include omit only also tag
    min-release-age min-release-age-exclude save-prefix tag-version-prefix install-strategy lockfile-version workspace`,
  'words of its output': 'color depth heading loglevel',
};

/** Switches and numbers, which name no program, file or host. */
const switches = `
  all allow-same-version allow-scripts-pending allow-scripts-pin allow-unused-patches bin-links bypass-2fa cache-max
  cache-min commit-hooks dangerously-allow-all-scripts description dev diff-ignore-all-space diff-name-only diff-no-prefix
  diff-text diff-unified engine-strict expect-result-count expect-results fetch-retry-factor force foreground-scripts
  format-package-lock git-tag-version global-style if-present ignore-existing ignore-extension ignore-patch-failures
  include-attestations include-staged include-workspace-root init-private install-links keep-edit-dir legacy-bundling
  legacy-peer-deps link logs-max long maxsockets offline omit-lockfile-registry-resolved optional orgs-permission
  package-lock-only packages-all packages-and-scopes-permission parseable prefer-dedupe prefer-offline prefer-online
  production progress provenance read-only rebuild-bundle save-bundle save-dev save-exact save-optional save-peer save-prod
  sbom-type searchlimit searchstaleness shrinkwrap sign-git-commit sign-git-tag strict-allow-scripts strict-npmrc
  strict-peer-deps timing umask unicode usage version versions which workspaces workspaces-update yes
`;

const known: ReadonlySet<string> = new Set([...Object.values(harmless), switches].join(' ').match(/\S+/g));

describe("npm's own list of settings", () => {
  for (const { label, tool } of testManagers().filter(({ id }) => id === 'npm')) {
    const load = createRequire(tool.prefix[0] ?? '');
    const { definitions } = load('@npmcli/config/lib/definitions') as {
      definitions: Readonly<Record<string, unknown>>;
    };

    it(`has none with ${label} of which nobody knows what a repository could do by it`, async () => {
      const unknown: string[] = [];
      for (const key of Object.keys(definitions)) {
        if (!known.has(key) && !isOverridden(key) && !(await isRefused(key))) unknown.push(key);
      }
      assert.deepEqual(unknown, []);
    });

    it(`has none with ${label} that is called harmless and refused`, async () => {
      const both: string[] = [];
      for (const key of Object.keys(definitions)) if (known.has(key) && (await isRefused(key))) both.push(key);
      assert.deepEqual(both, []);
    });
  }
});

/** By arguments of every call that resolves or installs. */
function isOverridden(key: string): boolean {
  return [resolveArgv(1), updateArgv([], 1), installArgv(1)].every((argv) =>
    argv.some((argument) => [`--${key}`, `--no-${key}`].includes(argument.split('=')[0] ?? '')),
  );
}

async function isRefused(key: string): Promise<boolean> {
  const hazards = await npmHazards(async (path) => (path === '.npmrc' ? `${key}=../elsewhere\n` : undefined));
  return hazards.length > 0;
}
