/**
 * Settings of a .yarnrc.yml by what they could do for a repository (Yarn documentation: Configuration; yarn 4.18:
 * `yarn config`). What is in none of these lists is not let through: a later Yarn may do anything for it.
 */

/** Left out of what Yarn is told: they run code, stand in the way of a change, hide a failure, or turn off a check. */
export const leftOutSettings: ReadonlySet<string> = words(`
  yarnPath ignorePath lastUpdateCheck enableConstraintsChecks enableImmutableCache enableImmutableInstalls
  immutablePatterns checksumBehavior enableStrictSsl enableStrictSettings logFilters plugins enableTelemetry
  telemetryInterval telemetryUserId enableTips
`);

/** What an install writes by; in a shadow, its own. */
export const writtenPaths: ReadonlySet<string> = words(`
  cacheFolder installStatePath pnpUnpluggedFolder virtualFolder pnpmStoreFolder
`);

/** What it reads by; in a shadow, still the project's. */
export const readPaths: ReadonlySet<string> = words('injectEnvironmentFiles');

/** What no install reads or writes by. */
export const indifferentPaths: ReadonlySet<string> = words('patchFolder deferredVersionFolder constraintsPath');

/** By these the repository stands between the user and every registry. */
export const secretSettings: ReadonlySet<string> = words(`
  httpProxy httpsProxy httpsCaFilePath httpsCertFilePath httpsKeyFilePath
`);

/** The rest of what Yarn knows. `globalFolder` is missing: what it keeps there of archives and answers is believed. */
export const harmlessSettings: ReadonlySet<string> = words(`
  approvedGitRepositories cacheMigrationMode catalog catalogs changesetBaseRefs changesetIgnorePatterns cloneConcurrency
  compressionLevel defaultLanguageName defaultProtocol defaultSemverRangePrefix enableCacheClean enableColors
  enableGlobalCache enableHardenedMode enableHyperlinks enableInlineBuilds enableInlineHunks enableMessageNames
  enableMirror enableNetwork enableOfflineMode enableProgressBars enableScripts enableTimers enableTransparentWorkspaces
  httpRetry httpTimeout initEditorConfig initFields initScope minizip networkConcurrency networkSettings nmHoistingLimits
  nmMode nmSelfReferences nodeExperimentalPackageMap nodeLinker nodePackageMapType npmAlwaysAuth npmAuditExcludePackages
  npmAuditIgnoreAdvisories npmAuditRegistry npmAuthIdent npmAuthToken npmMinimalAgeGate npmPreapprovedPackages
  npmPublishAccess npmPublishProvenance npmPublishRegistry npmRegistries npmRegistryServer npmScopes packageExtensions
  pnpEnableEsmLoader pnpEnableInlining pnpFallbackMode pnpIgnorePatterns pnpMode pnpShebang pnpZipBackend
  pnpmInstallConcurrency preferDeferredVersions preferInteractive preferReuse preferTruncatedLines progressBarStyle
  supportedArchitectures taskPoolConcurrency taskPoolMode tsEnableAutoTypes unsafeHttpWhitelist winLinkType
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.match(/\S+/g));
}
