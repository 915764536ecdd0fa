/** Every id that package.json contributes, once. A test compares the two both ways. */
export const commandIds = [
  'quartermaster.installMissing',
  'quartermaster.installMissingInFile',
  'quartermaster.installDependencies',
  'quartermaster.chooseMode',
  'quartermaster.openDashboard',
  'quartermaster.openRules',
  'quartermaster.explainDecision',
  'quartermaster.rollBack',
  'quartermaster.scan',
  'quartermaster.removeUnused',
  'quartermaster.reviewApprovals',
  'quartermaster.reviewRules',
  'quartermaster.turnOff',
  'quartermaster.forgetProject',
  'quartermaster.showLog',
] as const;
export type CommandId = (typeof commandIds)[number];

/** Commands that only our own fixes and messages call: they take arguments, so the palette does not show them. */
export const internalCommandIds = [
  'quartermaster.internal.install',
  'quartermaster.internal.installPackage',
  'quartermaster.internal.suggest',
  'quartermaster.internal.build',
  'quartermaster.internal.declareInstalled',
  'quartermaster.internal.move',
  'quartermaster.internal.ignoreAlways',
  'quartermaster.internal.consent',
  'quartermaster.internal.openWorkspace',
] as const;
export type InternalCommandId = (typeof internalCommandIds)[number];

export const settingIds = [
  'quartermaster.defaultMode',
  'quartermaster.ignorePackages',
  'quartermaster.history.keepDays',
  'quartermaster.history.keepOperations',
] as const;
export const viewIds = ['quartermaster.dashboard'] as const;
export const viewContainerIds = ['quartermaster'] as const;
export const contextKeys = ['quartermaster.active'] as const;
export const panelType = 'quartermaster.dashboardPanel';
export const statusBarId = 'status';
