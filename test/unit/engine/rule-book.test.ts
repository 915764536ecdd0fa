import assert from 'node:assert/strict';
import { posix } from 'node:path';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { Trigger } from '../../../src/model/operation.ts';
import type { ProjectMap } from '../../../src/model/project.ts';
import type { AcceptedPolicy } from '../../../src/model/rule.ts';
import { RuleBook, type Incoming } from '../../../src/engine/rule-book.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { nothingRecorded } from '../../fakes/nothing-recorded.ts';
import { packument, projectOf, publishedVersion } from '../../support/model.ts';

/** A folder with these files, of which one may be changed, and projects with these roots. */
function folder(files: Record<string, string>, roots: readonly string[] = ['']) {
  const map: ProjectMap = { projects: roots.map((root) => projectOf([], { root })), faults: [] };
  const warned: string[] = [];
  let accepted: AcceptedPolicy | undefined;
  const context = {
    root: '/w',
    trust: { isTrusted: () => true },
    user: {
      acceptedRules: async () => accepted,
      setAcceptedRules: async (_root: string, rules: AcceptedPolicy) => void (accepted = rules),
    },
    clock: new FakeClock(),
    files: {
      exists: async (path: string) => Object.keys(files).some((file) => file === path || file.startsWith(`${path}/`)),
      list: async (path: string) => {
        const folder = posix.normalize(path).replace(/\/$/, '');
        return Object.keys(files).flatMap((file) =>
          file.startsWith(`${folder}/`) ? (file.slice(folder.length + 1).split('/')[0] ?? '') : [],
        );
      },
      read: async (path: string) => {
        const text = files[posix.normalize(path)];
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
    },
    log: { warn: (text: string) => void warned.push(text) },
  } as unknown as EngineContext;
  const made = new RuleBook(context, nothingRecorded);
  return {
    files,
    warned,
    book: {
      inForce: () => made.inForce(map),
      accept: (hash: string) => made.accept(hash, map),
      forInstalls: (trigger: Trigger) => made.forInstalls(trigger, map),
    },
  };
}

const file = '/w/quartermaster.json';
const rules = (...list: readonly object[]): string => JSON.stringify({ rules: list });
const incoming = (over: Partial<Incoming> = {}): Incoming => ({
  package: 'moment',
  version: '1.0.0',
  packument: packument('moment', ['1.0.0']),
  dependencyType: 'dependencies',
  project: '',
  ...over,
});

describe('the rules of a folder', () => {
  const block = { id: 'no-moment', name: 'No moment', kind: 'block', conditions: { package: 'moment' } };

  it('are the built-in ones where there is no file, which let an install be', async () => {
    const { book, warned } = folder({});
    const decide = await book.forInstalls('manual');
    assert.deepEqual([decide(incoming()).kind, decide(incoming()).rule?.id], ['auto-install', 'built-in:install']);
    assert.deepEqual([(await book.inForce()).waiting, warned], [[], []]);
  });

  it('are read anew when the file was changed, and gone with it', async () => {
    const { book, files } = folder({ [file]: rules(block) });
    const kind = async () => (await book.forInstalls('ai_auto'))(incoming()).kind;
    assert.equal(await kind(), 'block');
    files[file] = rules({ ...block, kind: 'ask' });
    assert.equal(await kind(), 'ask');
    delete files[file];
    assert.equal(await kind(), 'auto-install');
  });

  it('of a repository let nothing happen by themselves, which is said', async () => {
    const { book, warned } = folder({
      [file]: rules(block, { id: 'all', name: 'All', kind: 'auto-install', priority: 900, conditions: {} }),
    });
    assert.equal((await book.forInstalls('ai_auto'))(incoming()).kind, 'block');
    const { waiting } = await book.inForce();
    assert.deepEqual(
      waiting.map(({ name }) => name),
      ['All'],
    );
    assert.deepEqual(warned, ['1 of 2 rules of this repository wait for somebody to accept them.']);
  });

  it('hold wholly once they were accepted, until one of them changes', async () => {
    const all = { id: 'all', name: 'All', kind: 'auto-install', priority: 900, conditions: {} };
    const { book, files } = folder({ [file]: rules(block, all) });
    const { current } = await book.inForce();
    await assert.rejects(book.accept('0'.repeat(64)), { code: 'QM_BASE_MOVED' });
    assert.equal((await book.inForce()).accepted, undefined);
    await book.accept(current.hash);
    const held = await book.inForce();
    assert.deepEqual([held.waiting, held.accepted?.hash], [[], current.hash]);
    // The higher priority of an accepted rule counts, as that of one of the user's own does.
    assert.equal((await book.forInstalls('manual'))(incoming()).kind, 'auto-install');
    files[file] = `// The same, said otherwise.\n${rules(all, block)}`;
    assert.deepEqual((await book.inForce()).waiting, []);
    files[file] = rules({ ...block, conditions: { package: 'mome*' } }, all);
    assert.deepEqual(
      (await book.inForce()).waiting.map(({ name }) => name),
      ['All'],
    );
    assert.equal((await book.forInstalls('manual'))(incoming()).kind, 'block');
    await assert.rejects(book.accept(current.hash), { code: 'QM_BASE_MOVED' });
  });

  it('leave out what cannot be read, and say where it stands', async () => {
    const { book, warned } = folder({ [file]: rules({ ...block, kind: 'bloc' }) });
    assert.equal((await book.forInstalls('manual'))(incoming()).kind, 'auto-install');
    assert.equal((await book.inForce()).faults.length, 1);
    assert.match(warned[0] ?? '', /^quartermaster\.json:1:\d+: /);
  });

  it('are those of other tools too, of the repository and of each project', async () => {
    const { book } = folder(
      {
        '/w/.git/HEAD': 'ref: refs/heads/main\n',
        '/w/.github/renovate.json': '{ "ignoreDeps": ["a"] }',
        '/w/.renovaterc': '{ "ignoreDeps": ["only the first file counts"] }',
        '/w/package.json': '{ "renovate": { "ignoreDeps": ["nor this"] }, "overrides": { "b": "1.0.0" } }',
        '/w/.github/dependabot.yml': 'updates: [{ package-ecosystem: npm }]',
        '/w/apps/x/.npmrc': 'min-release-age=30',
        '/w/apps/x/pnpm-workspace.yaml': 'minimumReleaseAge: 1440\noverrides: { c: "1" }',
        '/w/apps/x/.yarnrc.yml': 'npmMinimalAgeGate: 3d',
        '/w/apps/x/bunfig.toml': '[install]\nminimumReleaseAge = 86400',
        '/w/apps/x/.ncurc.json': '{ "reject": "d" }',
        '/w/apps/y/.ncurc.js': 'module.exports = { reject: ["e"] };',
        '/w/apps/z/.npmrc': 'min-release-age=40',
      },
      ['', 'apps/x', 'apps/y'],
    );
    const { rules: held, notes, updatesBy, faults } = await book.inForce();
    assert.deepEqual(
      held.flatMap(({ id }) => (id.startsWith('settings:') ? id.slice('settings:'.length) : [])),
      [
        '.github/renovate.json#updates',
        '.github/renovate.json#ignoreDeps',
        '.github/dependabot.yml#updates',
        'package.json#overrides',
        'apps/x/.ncurc.json#reject',
        'apps/x/.npmrc#min-release-age',
        'apps/x/pnpm-workspace.yaml#minimumReleaseAge',
        'apps/x/pnpm-workspace.yaml#overrides',
        'apps/x/.yarnrc.yml#npmMinimalAgeGate',
        'apps/x/bunfig.toml#install.minimumReleaseAge',
      ],
    );
    assert.deepEqual(
      updatesBy.map(({ tool }) => tool),
      ['Renovate', 'Dependabot'],
    );
    assert.deepEqual([notes.map(({ file }) => file), faults], [['apps/y/.ncurc.js'], []]);
    const decide = await book.forInstalls('manual');
    const of = (project: string) => decide(incoming({ project, packument: published(10) })).kind;
    assert.deepEqual([of('apps/x'), of('apps/y'), of('')], ['ask', 'auto-install', 'auto-install']);
  });

  it('are those of the repository around the folder', async () => {
    const { book } = folder({ '/.git/HEAD': '', '/renovate.json': '{ "minimumReleaseAge": "30 days" }' });
    const decide = await book.forInstalls('manual');
    assert.equal(decide(incoming({ packument: published(10) })).kind, 'ask');
    assert.equal((await book.inForce()).updatesBy[0]?.file, '../renovate.json');
  });

  it('let exceptions from an age count once they were accepted', async () => {
    const { book } = folder({ '/w/.npmrc': 'min-release-age=30\nmin-release-age-exclude=moment' });
    const kind = async (name: string) =>
      (await book.forInstalls('manual'))(incoming({ package: name, packument: published(10) })).kind;
    assert.deepEqual([await kind('moment'), await kind('other')], ['ask', 'ask']);
    await book.accept((await book.inForce()).current.hash);
    assert.deepEqual([await kind('moment'), await kind('other')], ['auto-install', 'ask']);
  });

  it('name a file of another tool that cannot be read, and go on', async () => {
    const { book, warned } = folder({
      '/w/renovate.json': '{\n  "ignoreDeps": [',
      '/w/.npmrc': 'min-release-age=30',
      '/w/pnpm-workspace.yaml': 'a: [',
    });
    const { faults, rules: held } = await book.inForce();
    assert.deepEqual(
      faults.map(({ file, line, drops }) => [file, line, drops]),
      [
        ['renovate.json', 2, 'file'],
        ['pnpm-workspace.yaml', 1, 'file'],
      ],
    );
    assert.ok(held.some(({ id }) => id === 'settings:.npmrc#min-release-age'));
    assert.match(warned[0] ?? '', /^renovate\.json:2:\d+: /);
  });

  it('see the facts of an install: trigger, field, project, licence, age and branch', async () => {
    const conditions: readonly (readonly [object, Partial<Incoming>, string])[] = [
      [{ trigger: 'agent' }, {}, 'ask'],
      [{ trigger: 'manual' }, {}, 'auto-install'],
      [{ dependencyType: 'devDependencies' }, { dependencyType: 'devDependencies' }, 'ask'],
      [{ dependencyType: 'transitive' }, {}, 'auto-install'],
      [{ project: 'apps/**' }, { project: 'apps/a' }, 'ask'],
      [{ license: 'GPL-*' }, { packument: licensed('GPL-3.0-only') }, 'ask'],
      [{ license: 'GPL-*' }, { packument: licensed('MIT') }, 'auto-install'],
      [{ license: 'GPL-*' }, { packument: undefined }, 'ask'],
      [{ releaseAge: { below: 30 } }, { packument: published(10) }, 'ask'],
      [{ releaseAge: { below: 30 } }, { packument: published(60) }, 'auto-install'],
      [{ branch: 'release/**' }, {}, 'ask'],
      [{ branch: 'main' }, {}, 'auto-install'],
    ];
    for (const [each, over, kind] of conditions) {
      const text = rules({ id: 'x', name: 'x', kind: 'ask', conditions: each });
      const { book } = folder({ [file]: text, '/w/.git/HEAD': 'ref: refs/heads/release/2\n' });
      const decide = await book.forInstalls('agent');
      assert.equal(decide(incoming(over)).kind, kind, JSON.stringify([each, over]));
    }
  });
});

function licensed(license: string) {
  const found = packument('moment', ['1.0.0']);
  return { ...found, versions: new Map([['1.0.0', publishedVersion('1.0.0', { license })]]) };
}

function published(days: number) {
  const time = new Date(new FakeClock().now().getTime() - days * 86_400_000).toISOString();
  return { ...packument('moment', ['1.0.0']), times: new Map([['1.0.0', time]]) };
}
