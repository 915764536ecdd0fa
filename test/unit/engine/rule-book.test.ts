import assert from 'node:assert/strict';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { AcceptedPolicy } from '../../../src/model/rule.ts';
import { RuleBook, type Incoming } from '../../../src/engine/rule-book.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { packument, publishedVersion } from '../../support/model.ts';

/** A folder with these files, of which one may be changed. */
function folder(files: Record<string, string>) {
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
      exists: async (path: string) => files[path] !== undefined,
      read: async (path: string) => (files[path] === undefined ? undefined : new TextEncoder().encode(files[path])),
    },
    log: { warn: (text: string) => void warned.push(text) },
  } as unknown as EngineContext;
  return { files, warned, book: new RuleBook(context) };
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
