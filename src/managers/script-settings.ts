import type { Hazard, ReadConfig } from '../ports/manager-driver.ts';
import { parseNpmrc } from '../model/npmrc.ts';

/**
 * What of an .npmrc an install script may be given without harm, or is never given: the arguments of a rebuild override the
 * last row. npm and pnpm until 10 hand every other setting on as `npm_config_…`, and by such names scripts and the tools
 * that they use find compilers, programs and the hosts of binaries (npm documentation: scripts, "configuration";
 * node-gyp: `npm_config_python`; prebuild-install: `npm_config_…_binary_host`).
 */
const harmless: ReadonlySet<string> = new Set(
  `
  registry email username always-auth audit audit-level fund save save-exact save-prefix package-lock lockfile
  lockfile-version prefer-frozen-lockfile frozen-lockfile engine-strict legacy-peer-deps strict-peer-deps
  strict-peer-dependencies auto-install-peers dedupe-peer-dependents hoist hoist-pattern public-hoist-pattern
  shamefully-hoist node-linker symlink install-strategy install-links link-workspace-packages prefer-workspace-packages
  save-workspace-protocol shared-workspace-lockfile resolution-mode side-effects-cache min-release-age
  minimum-release-age prefer-offline fetch-retries fetch-retry-factor fetch-retry-mintimeout fetch-retry-maxtimeout
  fetch-timeout maxsockets loglevel progress color unicode timing update-notifier provenance access tag-version-prefix
  replace-registry-host omit include dry-run allow-scripts
  git ignore-scripts script-shell shell-emulator node-options use-node-version
  `.match(/\S+/g),
);

/** Settings of a project by which its repository would have a part in what an install script does. */
export async function npmrcScriptHazards(read: ReadConfig): Promise<readonly Hazard[]> {
  const file = '.npmrc';
  return parseNpmrc((await read(file)) ?? '').flatMap(({ key }): readonly Hazard[] =>
    /^[@/_]/.test(key) || key.includes(':') || harmless.has(key) ? [] : [{ file, setting: key, effect: 'runs-code' }],
  );
}
