import fs from 'node:fs';
import path from 'node:path';
import type { ManagerId, YarnGeneration } from '../../src/model/project.ts';
import { bunDriver } from '../../src/managers/bun/driver.ts';
import { npmDriver } from '../../src/managers/npm/driver.ts';
import { pnpmDriver } from '../../src/managers/pnpm/driver.ts';
import type { ManagerDriver, ManagerTool, ToolLocator } from '../../src/ports/manager-driver.ts';
import { tempFolder } from './temp-project.ts';

/** What not every manager can do; see ManagerDriver. */
type Capability = 'update' | 'overrides below one dependent';

/** A real package manager of the driver tests. */
export interface TestManager {
  /** Also the name of its folder: `pnpm-12`. */
  readonly label: string;
  readonly id: ManagerId;
  readonly generation: YarnGeneration | undefined;
  readonly lockfile: string;
  /** It refuses packages whose peers exclude each other; the others warn at most. */
  readonly refusesPeers: boolean;
  readonly driver: ManagerDriver;
  /** What this manager cannot do at all. */
  readonly lacks: readonly Capability[];
  readonly tool: ManagerTool;
  /** Files that make a project one of this manager. */
  readonly marks: Readonly<Record<string, string>>;
}

/** Every manager that has a driver, in each of its lines. Throws where the test task did not install them. */
export function testManagers(): readonly TestManager[] {
  const npm = {
    id: 'npm',
    generation: undefined,
    lockfile: 'package-lock.json',
    refusesPeers: true,
    driver: npmDriver,
    lacks: [],
    marks: {},
  } as const;
  const pnpm = {
    id: 'pnpm',
    generation: undefined,
    lockfile: 'pnpm-lock.yaml',
    refusesPeers: false,
    driver: pnpmDriver,
    lacks: [],
    marks: { 'pnpm-workspace.yaml': 'packages: []\n' },
  } as const;
  const bun = {
    id: 'bun',
    generation: undefined,
    lockfile: 'bun.lock',
    refusesPeers: false,
    driver: bunDriver,
    lacks: [],
    marks: { 'bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": { "name": "app" } }, "packages": {} }\n' },
  } as const;
  return [
    { ...npm, label: 'npm-11', tool: script('npm-11', '11.19.1', 'npm/bin/npm-cli.js') },
    { ...npm, label: 'npm-12', tool: script('npm-12', '12.2.0', 'npm/bin/npm-cli.js') },
    { ...pnpm, label: 'pnpm-10', tool: script('pnpm-10', '10.34.8', 'pnpm/bin/pnpm.cjs') },
    { ...pnpm, label: 'pnpm-12', tool: program('pnpm-12', '12.20.0', `@pnpm/exe.${platform}/pnpm`) },
    { ...bun, label: 'bun-1', tool: program('bun-1', '1.4.5', `@oven/bun-${platform}/bin/bun`) },
  ];
}

/** A folder for PATH in which nothing but this manager, and the Node that runs us, is to be found. */
export function binOf({ id, tool }: TestManager): string {
  const folder = tempFolder('bin-');
  fs.symlinkSync(tool.prefix[0] ?? tool.file, path.join(folder, id));
  fs.symlinkSync(process.execPath, path.join(folder, 'node'));
  return folder;
}

/** Finds this one, whatever is on PATH. */
export function locatorOf({ tool }: TestManager): ToolLocator {
  return { find: async () => tool };
}

function script(label: string, version: string, file: string): ManagerTool {
  return { file: process.execPath, prefix: [path.join(managersFolder(), label, 'node_modules', file)], version };
}

/** A native one, as its package for this machine brings it. */
function program(label: string, version: string, file: string): ManagerTool {
  return { file: path.join(managersFolder(), label, 'node_modules', file), prefix: [], version };
}

/** As npm packages of native programs are named. */
const platform = `${process.platform}-${process.arch}`;

function managersFolder(): string {
  const folder = process.env['PACKAGE_MANAGERS'];
  if (folder === undefined) throw new Error('PACKAGE_MANAGERS is not set: run this by "npm test -- drivers"');
  return folder;
}
