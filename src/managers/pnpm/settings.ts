/**
 * Settings of pnpm-workspace.yaml that change neither whose code runs, nor where files go, nor who is asked, or that the
 * argv overrides (pnpm documentation: Settings; pnpm 10: config/lib/types, pnpm 12: crates/config). pnpm 10 takes any key
 * of that file into its configuration, so what is not listed here is not let through.
 */
export const harmlessSettings: ReadonlySet<string> = new Set(
  `
  $schema packages catalog catalogs catalogMode catalogPrune cleanupUnusedCatalogs saveCatalogName overrides
  packageExtensions patchedDependencies allowUnusedPatches allowNonAppliedPatches ignorePatchFailures patchesDir
  peerDependencyRules allowedDeprecatedVersions ignoredOptionalDependencies supportedArchitectures
  onlyBuiltDependencies onlyBuiltDependenciesFile neverBuiltDependencies ignoredBuiltDependencies allowBuilds
  dangerouslyAllowAllBuilds strictDepBuilds requiredScripts updateConfig update audit auditConfig auditLevel versioning
  publishBranch publishWaitTimeout gitChecks gitTagVersion embedReadme packGzipLevel initPackageManager initType hoist
  hoistPattern publicHoistPattern shamefullyHoist shamefullyFlatten hoistWorkspacePackages hoistingLimits
  externalDependencies nodeLinker symlink packageImportMethod virtualStoreDirMaxLength peersSuffixMaxLength
  modulesCacheMaxAge dlxCacheMaxAge preferFrozenLockfile frozenLockfile lockfile lockfileIncludeTarballUrl
  excludeLinksFromLockfile autoInstallPeers autoInstallPeersFromHighestMatch dedupePeerDependents dedupePeers
  dedupeDirectDeps dedupeInjectedDeps autoDedupe strictPeerDependencies resolvePeersFromWorkspaceRoot
  addMissingPeerTypes projectScopedOptionalPeers linkWorkspacePackages preferWorkspacePackages injectWorkspacePackages
  saveWorkspaceProtocol sharedWorkspaceLockfile includeWorkspaceRoot ignoreWorkspaceCycles disallowWorkspaceCycles
  ignoreWorkspaceRootCheck failIfNoMatch recursiveInstall ignoreCompatibilityDb resolutionMode registrySupportsTimeField
  blockExoticSubdeps minimumReleaseAge minimumReleaseAgeExclude minimumReleaseAgeExcludePrune minimumReleaseAgeStrict
  minimumReleaseAgeIgnoreMissingTime trustPolicy trustPolicyExclude trustPolicyExcludePrune trustPolicyIgnoreAfter
  trustLockfile verifyStoreIntegrity strictStorePkgContentCheck sideEffectsCache sideEffectsCacheReadonly
  networkConcurrency fetchRetries fetchRetryFactor fetchRetryMintimeout fetchRetryMaxtimeout fetchTimeout
  fetchWarnTimeoutMs fetchMinSpeedKiBps fetchingConcurrency maxSockets maxsockets maxTarballUnpackedSize
  childConcurrency workspaceConcurrency savePrefix saveExact savePeer saveTypes tag tagVersionPrefix engineStrict
  nodeVersion useNodeVersion executionEnv runtimeOnFail managePackageManagerVersions packageManagerStrict
  packageManagerStrictVersion pmOnFail verifyDepsBeforeRun enablePrePostScripts scriptShell shellEmulator
  scriptsPrependNodePath nodeOptions unsafePerm color loglevel reporter stream aggregateOutput reporterHidePrefix
  useStderr updateNotifier deployAllFiles forceLegacyDeploy legacyDirFiltering testPattern changedFilesIgnorePattern
  syncInjectedDepsAfterScripts gitShallowHosts extendNodePath preferSymlinkedExecutables optimisticRepeatInstall
  enableGlobalVirtualStore virtualStoreType enableModulesDir virtualStoreOnly preferOffline offline registry registries
  namedRegistries scope bail sort reverse ignoreScripts ignoreDepScripts ignorePnpmfile confirmModulesPurge
  ci permissions storeDir cacheDir stateDir virtualStoreDir globalVirtualStoreDir modulesDir strictSsl
  gitBranchLockfile
  `.match(/\S+/g),
);

/** Folders of pnpm's own that may lie inside the project, and must not lie elsewhere. */
export const folderSettings = ['storeDir', 'cacheDir', 'stateDir', 'virtualStoreDir', 'globalVirtualStoreDir'] as const;

/** Settings of which the repository's own code, or a compiler that it configures, is a part. */
export const codeSettings: ReadonlySet<string> = new Set([
  'configDependencies',
  'include',
  'pnpmfile',
  'globalPnpmfile',
  'cargo',
  'python',
  'pipelines',
  'tasks',
]);

/** Settings that put somebody between the user and a registry, or hand the work and its credentials to another server. */
export const secretSettings: ReadonlySet<string> = new Set([
  'pnprServer',
  'remoteCache',
  'remoteSideEffectsCache',
  'httpProxy',
  'httpsProxy',
  'proxy',
  'noProxy',
  'noproxy',
  'localAddress',
  'ca',
  'cafile',
  'cert',
  'key',
  'auth',
  'tokenHelper',
]);

/** Settings that name what runs a script, or what is given to it. */
export const scriptSettings = [
  'scriptShell',
  'shellEmulator',
  'nodeOptions',
  'useNodeVersion',
  'executionEnv',
  'scriptsPrependNodePath',
] as const;
