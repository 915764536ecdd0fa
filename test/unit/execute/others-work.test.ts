import assert from 'node:assert/strict';
import { findOthersWork } from '../../../src/execute/others-work.ts';
import { npmDriver } from '../../../src/managers/npm/driver.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { useTempProjects } from '../../support/temp-project.ts';

type Versions = Readonly<Record<string, string>>;

const manifest = (dependencies: Versions): string => `${JSON.stringify({ name: 'app', dependencies })}\n`;
const lockfile = (versions: Versions): string => {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]);
  return `${JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...Object.fromEntries(packages) } })}\n`;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What stood there, and what our change makes of it. */
const before = { a: '1.0.0', b: '1.0.0' };
const after = { ...before, ours: '1.0.0' };
const theirs = { ...after, x: '1.0.0' };

interface Case {
  readonly what: string;
  readonly declared: Versions;
  readonly locked: string;
  /** Stands in node_modules. */
  readonly installed?: string;
  readonly wasSeen?: boolean;
  readonly isFrozen?: boolean;
  /** Whether their lockfile stays; undefined: nothing of theirs is there. */
  readonly expected: 'their lockfile' | 'their manifest alone' | undefined;
}

const table: readonly Case[] = [
  { what: 'all is ours', declared: after, locked: lockfile(after), expected: undefined },
  { what: 'all is as before', declared: before, locked: lockfile(before), wasSeen: true, expected: undefined },
  {
    what: 'a person wrote an entry and installed nothing',
    declared: theirs,
    locked: lockfile(after),
    expected: undefined,
  },
  { what: 'what they added is locked', declared: theirs, locked: lockfile(theirs), expected: 'their lockfile' },
  {
    what: 'they had read package.json before ours was written',
    declared: { ...before, x: '1.0.0' },
    locked: lockfile({ ...before, x: '1.0.0' }),
    expected: 'their lockfile',
  },
  {
    what: 'what they removed is locked no more',
    declared: { a: '1.0.0', ours: '1.0.0' },
    locked: lockfile({ a: '1.0.0', ours: '1.0.0' }),
    expected: 'their lockfile',
  },
  {
    what: 'ours wrote its lockfile over theirs, and the tree has it',
    declared: theirs,
    locked: lockfile(after),
    installed: 'x',
    expected: 'their manifest alone',
  },
  {
    what: 'ours wrote its lockfile over theirs, and they were seen',
    declared: theirs,
    locked: lockfile(after),
    wasSeen: true,
    expected: 'their manifest alone',
  },
  {
    what: 'their lockfile cannot be read',
    declared: theirs,
    locked: '{ "lock',
    wasSeen: true,
    expected: 'their manifest alone',
  },
  { what: 'our own was half written', declared: after, locked: '{ "lock', wasSeen: true, expected: undefined },
  {
    what: 'a package moved in the lockfile alone while they were seen',
    declared: after,
    locked: lockfile({ ...after, a: '1.1.0' }),
    wasSeen: true,
    expected: 'their lockfile',
  },
  {
    what: 'a package moved that nobody of ours can have moved',
    declared: after,
    locked: lockfile({ ...after, a: '1.1.0' }),
    isFrozen: true,
    expected: 'their lockfile',
  },
  {
    what: 'our own package manager moved a package',
    declared: after,
    locked: lockfile({ ...after, a: '1.1.0' }),
    expected: undefined,
  },
];

describe('the work of others in the files of a change', () => {
  const useProject = useTempProjects();

  for (const { what, declared, locked, installed, wasSeen = false, isFrozen = false, expected } of table) {
    it(`is ${expected ?? 'none'} where ${what}`, async () => {
      const tree = installed === undefined ? {} : { [`node_modules/${installed}/package.json`]: '{}' };
      const project = useProject({
        files: { 'package.json': manifest(declared), 'package-lock.json': locked, ...tree },
      });
      const changes = [
        { path: 'package.json', before: bytes(manifest(before)), after: bytes(manifest(after)) },
        { path: 'package-lock.json', before: bytes(lockfile(before)), after: bytes(lockfile(after)) },
      ];
      const search = { files: diskFiles, driver: npmDriver, root: project.folder, changes, wasSeen, isFrozen };
      const found = await findOthersWork(search);
      const kept = found && (found.lockfiles.has('package-lock.json') ? 'their lockfile' : 'their manifest alone');
      assert.equal(kept, expected);
    });
  }
});
