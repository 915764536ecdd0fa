import assert from 'node:assert/strict';
import fs from 'node:fs';
import { recoverFiles } from '../../../src/execute/recover.ts';
import { assertBase, inverted, standsAt, toChanges, toRecords, writeSide } from '../../../src/execute/file-records.ts';
import { pnpmDriver } from '../../../src/managers/pnpm/driver.ts';
import type { FileChange } from '../../../src/model/resolution.ts';
import type { WriteAhead } from '../../../src/ports/user-state.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { useTempProjects } from '../../support/temp-project.ts';

const bytes = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : new TextEncoder().encode(text);
const change = (path: string, before: string | undefined, after: string | undefined): FileChange => ({
  path,
  before: bytes(before),
  after: bytes(after),
});

describe('file records', () => {
  const useProject = useTempProjects();

  it('keep every byte, large files and none at all', () => {
    const all = Uint8Array.from({ length: 200_000 }, (_, index) => index % 256);
    const changes: FileChange[] = [
      { path: 'a', before: all, after: undefined },
      { path: 'b', before: undefined, after: new Uint8Array() },
    ];
    const records = toRecords(changes);
    assert.deepEqual(JSON.parse(JSON.stringify(records[0])).before, Buffer.from(all).toString('base64'));
    assert.deepEqual(toChanges(records), changes);
    assert.deepEqual(inverted(inverted(changes)), changes);
  });

  it('write one side, make and remove what that needs, and touch nothing that is right', async () => {
    const project = useProject({ files: { same: 'same', old: 'old', gone: 'gone' } });
    const changes = [
      change('same', 'x', 'same'),
      change('old', 'old', 'new'),
      change('gone', 'gone', undefined),
      change('made', undefined, 'made'),
    ];
    const { ino } = fs.statSync(project.path('same'));
    await writeSide(diskFiles, project.folder, changes, 'after');
    assert.deepEqual(fs.readdirSync(project.folder).sort(), ['made', 'old', 'same']);
    assert.deepEqual([project.read('old'), project.read('made')], ['new', 'made']);
    assert.equal(fs.statSync(project.path('same')).ino, ino);
    assert.equal(await standsAt(diskFiles, project.folder, changes, 'after'), true);
    assert.equal(await standsAt(diskFiles, project.folder, changes, 'before'), false);
  });

  describe('in a file that the package manager writes too', () => {
    const file = 'pnpm-workspace.yaml';
    const [before, after] = ['catalog:\n  a: ^1.0.0\n', 'catalog:\n  a: ^1.0.0\n  ours: ^2.0.0\n'];
    const table: readonly (readonly [
      what: string,
      from: string,
      to: string,
      found: string,
      left: string,
      kept: string[],
    ])[] = [
      ['puts back what it wrote itself', after, before, `${after}allowBuilds:\n  x: true\n`, before, []],
      [
        'leaves what a person wrote where nothing of ours is in it',
        before,
        before,
        `${before}# Mine\n`,
        `${before}# Mine\n`,
        [],
      ],
      [
        'takes our entry alone out of what a person wrote',
        after,
        before,
        `${after}  theirs: ^3.0.0\n`,
        'catalog:\n  a: ^1.0.0\n  theirs: ^3.0.0\n',
        [],
      ],
      ['leaves what nobody can read, and says so', after, before, `${after}  ]`, `${after}  ]`, [file]],
    ];
    for (const [what, from, to, found, left, kept] of table) {
      it(what, async () => {
        const project = useProject({ files: { [file]: found } });
        assert.deepEqual(
          await writeSide(diskFiles, project.folder, [change(file, from, to)], 'after', pnpmDriver),
          kept,
        );
        assert.equal(project.read(file), left);
      });
    }
  });

  it('notice a file that moved, came or went', async () => {
    const cases: readonly (readonly [Record<string, string>, string | undefined])[] = [
      [{ f: 'other' }, 'mine'],
      [{ f: 'mine' }, undefined],
      [{}, 'mine'],
      [{ f: '' }, undefined],
    ];
    for (const [files, before] of cases) {
      const project = useProject({ files });
      await assert.rejects(assertBase(diskFiles, project.folder, [change('f', before, 'new')]), {
        code: 'QM_BASE_MOVED',
      });
    }
    const project = useProject({ files: { f: 'mine' } });
    await assertBase(diskFiles, project.folder, [change('f', 'mine', 'new'), change('g', undefined, 'new')]);
  });
});

describe('recoverFiles', () => {
  const useProject = useTempProjects();
  const before = '{ "dependencies": {} }';
  const after = '{ "dependencies": { "x": "1" } }';
  const edited = '{ "dependencies": { "x": "1" }, "mine": true }';
  const files = toRecords([change('package.json', before, after), change('package-lock.json', undefined, 'lock')]);

  /** What stands there when the next process starts; what it says; what stands there then. */
  const table: readonly (readonly [
    what: string,
    found: Record<string, string>,
    expected: string,
    left: Record<string, string>,
    headMoved?: boolean,
  ])[] = [
    ['nothing was written yet', { 'package.json': before }, 'restored', { 'package.json': before }],
    ['only the manifest was written', { 'package.json': after }, 'restored', { 'package.json': before }],
    ['all was written', { 'package.json': after, 'package-lock.json': 'lock' }, 'restored', { 'package.json': before }],
    [
      'the lockfile is empty',
      { 'package.json': after, 'package-lock.json': '' },
      'restored',
      { 'package.json': before },
    ],
    [
      "the lockfile is the manager's own, half-way",
      { 'package.json': after, 'package-lock.json': '{ "lock' },
      'restored',
      { 'package.json': before },
    ],
    [
      'a pull brought another lockfile before anything was written',
      { 'package.json': before, 'package-lock.json': 'pulled' },
      'restored',
      { 'package.json': before, 'package-lock.json': 'pulled' },
    ],
    [
      'the user edited since, in their own words',
      { 'package.json': edited, 'package-lock.json': 'lock' },
      'merged',
      { 'package.json': '{ "dependencies": {}, "mine": true }' },
    ],
    [
      'what the user wrote cannot be read',
      { 'package.json': '{ "mine', 'package-lock.json': 'lock' },
      'kept',
      { 'package.json': '{ "mine' },
    ],
    [
      'another branch was checked out',
      { 'package.json': '{ "name": "other" }', 'package-lock.json': 'other' },
      'kept',
      { 'package.json': '{ "name": "other" }', 'package-lock.json': 'other' },
      true,
    ],
    [
      'the user edited, and the lockfile is half-way',
      { 'package.json': edited, 'package-lock.json': '{ "lock' },
      'merged',
      { 'package.json': '{ "dependencies": {}, "mine": true }' },
    ],
    ['the user deleted it', { 'package-lock.json': 'lock' }, 'kept', {}],
  ];
  const recordOf = (root: string, begun: boolean): WriteAhead => {
    return {
      operation: 'o',
      root,
      workspace: root,
      files,
      begun,
      head: undefined,
      shadow: undefined,
      trees: undefined,
      request: undefined,
      held: false,
      at: '',
    };
  };
  for (const [what, found, expected, left, headMoved] of table) {
    it(`${expected} where ${what}`, async () => {
      const project = useProject({ files: found });
      assert.equal(await recoverFiles(diskFiles, recordOf(project.folder, true), headMoved === true), expected);
      const now = fs.readdirSync(project.folder).map((name) => [name, project.read(name)]);
      assert.deepEqual(Object.fromEntries(now), left);
    });
  }

  it('untouched where it had not begun, whatever stands there', async () => {
    const project = useProject({ files: { 'package.json': after } });
    assert.equal(await recoverFiles(diskFiles, recordOf(project.folder, false), false), 'untouched');
    assert.equal(project.read('package.json'), after);
  });
});
