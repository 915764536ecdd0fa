import assert from 'node:assert/strict';
import type { EngineContext } from '../../../src/engine/context.ts';
import { deprecationsOf, suggestionsFor } from '../../../src/engine/suggesting.ts';
import type { SuggestRequest } from '../../../src/engine/suggestion-report.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { ProjectMap } from '../../../src/model/project.ts';
import type { SuggestionReport } from '../../../src/model/suggestion.ts';
import type { Packument, PublishedVersion, RegistryAnswer } from '../../../src/ports/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { manifest, packument, popularList, projectOf, publishedVersion } from '../../support/model.ts';

const never = new AbortController().signal;

function published(name: string, versions: Readonly<Record<string, Partial<PublishedVersion>>>): RegistryAnswer {
  const found: Packument = {
    ...packument(name, Object.keys(versions)),
    versions: new Map(Object.entries(versions).map(([version, over]) => [version, publishedVersion(version, over)])),
    times: new Map(Object.keys(versions).map((version) => [version, '2026-01-02T00:00:00.000Z'])),
  };
  return { ok: true, packument: found };
}

interface World {
  readonly answers?: Readonly<Record<string, RegistryAnswer>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly trusted?: boolean;
}

function world({ answers = {}, files = {}, trusted = true }: World = {}) {
  const asked: string[] = [];
  const context = {
    root: '/w',
    clock: new FakeClock(),
    files: {
      async read(file: string) {
        const text = files[file];
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
    },
    trust: { isTrusted: () => trusted },
    popular: popularList({
      lodash: [400_000_000, '4.17.0'],
      chalk: [300_000_000, '5.0.0'],
      kleur: [30_000_000, '4.0.0'],
    }),
    replacements: {
      of: (name: string) =>
        name === 'colorful' ? [{ kind: 'native', text: 'util.styleText', node: '20.12.0', url: undefined }] : [],
    },
    registry: {
      async packument(name: string) {
        asked.push(name);
        return answers[name] ?? { ok: false, reason: 'not-found', message: '404' };
      },
    },
  } as unknown as EngineContext;
  return { context, asked };
}

const map = (...folders: readonly string[]): ProjectMap => ({
  projects: [projectOf(folders.map((folder) => manifest(folder)))],
  faults: [],
});
const request = (name: string, over: Partial<SuggestRequest> = {}): SuggestRequest => ({
  package: name as PackageName,
  subpath: '',
  manifest: '',
  otherwise: 'asked',
  facts: true,
  ...over,
});
const names = ({ suggestions }: SuggestionReport): readonly string[] =>
  suggestions.map((one) => (one.kind === 'builtin' ? one.builtin : one.package));

describe('suggestions for a name', () => {
  const lodash = published('lodash', { '4.18.0': { unpackedBytes: 1_400_000 } });

  it('tells what the registry knows of them', async () => {
    const { context } = world({ answers: { lodash } });
    const { suggestions, ...rest } = await suggestionsFor(context, map(''), request('lodahs'), never);
    assert.deepEqual(rest, {
      ...{ package: 'lodahs', cause: 'unknown', version: undefined, message: undefined, unchecked: undefined },
    });
    assert.deepEqual(suggestions, [
      {
        kind: 'typo',
        package: 'lodash',
        reason: 'lodash looks like it, and is far better known.',
        sameApi: true,
        keepsPaths: true,
        url: undefined,
        facts: {
          downloadsPerMonth: 400_000_000,
          version: '4.18.0',
          publishedAt: '2026-01-02T00:00:00.000Z',
          unpackedBytes: 1_400_000,
        },
      },
    ]);
  });

  for (const [what, answer, kept] of [
    ['what was given up too', published('lodash', { '4.18.0': { deprecated: 'gone' } }), []],
    ['what was removed for security', published('lodash', { '0.0.1-security': {} }), []],
    ['what the registry does not have', { ok: false, reason: 'not-found', message: '404' }, []],
    ['nothing where the registry does not answer', { ok: false, reason: 'unreachable', message: 'no way' }, ['lodash']],
  ] as const) {
    it(`leaves out ${what}`, async () => {
      const { context } = world({ answers: { lodash: answer } });
      assert.deepEqual(names(await suggestionsFor(context, map(''), request('lodahs'), never)), kept);
    });
  }

  const message = 'Use\u001b[31m chalk\ninstead';
  const causes = [
    ['a name that nobody has', undefined, 'unknown', undefined],
    ['a placeholder', published('colorful', { '0.0.1-security': {} }), 'unknown', undefined],
    ['deprecated', published('colorful', { '1.0.0': {}, '2.0.0': { deprecated: message } }), 'deprecated', undefined],
    [
      'an old version that is',
      published('colorful', { '1.0.0': { deprecated: message }, '2.0.0': {} }),
      'asked',
      undefined,
    ],
    ['no answer', { ok: false, reason: 'busy', message: 'too many' }, 'asked', 'too many'],
    [
      'a package without a current version',
      { ok: true, packument: { ...packument('colorful', []), distTags: new Map() } },
      'asked',
      'The registry names no version of it that would be installed.',
    ],
    [
      'a registry that hides who publishes',
      published('colorful', { '2.0.0': { publisher: undefined } }),
      'asked',
      'The registry does not tell what is deprecated.',
    ],
  ] as const;
  for (const [what, answer, cause, unchecked] of causes) {
    it(`says of ${what}: ${cause}`, async () => {
      const { context } = world(answer === undefined ? {} : { answers: { colorful: answer } });
      const report = await suggestionsFor(context, map(''), request('colorful'), never);
      assert.deepEqual([report.cause, report.unchecked], [cause, unchecked]);
      assert.equal(report.message, cause === 'deprecated' ? 'Use [31m chalk instead' : undefined);
    });
  }

  it('says that a name is a lookalike where the registry has it', async () => {
    const { context } = world({ answers: { lodash, lodahs: published('lodahs', { '1.0.0': {} }) } });
    const report = await suggestionsFor(context, map(''), request('lodahs', { otherwise: 'missing' }), never);
    assert.deepEqual([report.cause, names(report)], ['lookalike', ['lodash']]);
  });

  for (const [engines, expected] of [
    [undefined, ['util.styleText']],
    ['"*"', []],
    ['">=18"', []],
    ['">=20.12"', ['util.styleText']],
    ['"^22 || ^24"', ['util.styleText']],
    ['"<22 >=18"', []],
    ['"nonsense"', ['util.styleText']],
    ['7', ['util.styleText']],
  ] as const) {
    it(`knows what the Node of the project has: ${engines ?? 'unknown'}`, async () => {
      const files = engines === undefined ? {} : { '/w/a/package.json': `{"engines":{"node":${engines}}}` };
      const { context } = world({ answers: { colorful: published('colorful', { '1.0.0': {} }) }, files });
      const report = await suggestionsFor(context, map('', 'a'), request('colorful', { manifest: 'a' }), never);
      assert.deepEqual(names(report), expected);
    });
  }

  it('asks nobody in a workspace that is not trusted, and says so', async () => {
    const { context, asked } = world({ trusted: false });
    const report = await suggestionsFor(context, map(''), request('lodahs'), never);
    assert.deepEqual([asked, names(report), report.unchecked], [[], ['lodash'], 'No registry was asked.']);
  });

  it('asks about what is suggested only where facts are wanted', async () => {
    const { context, asked } = world({ answers: { lodash } });
    await suggestionsFor(context, map(''), request('lodahs', { facts: false }), never);
    assert.deepEqual(asked, ['lodahs']);
  });
});

describe('what of the declared packages was given up', () => {
  const old = published('old', { '1.0.0': { deprecated: 'Use chalk instead' }, '1.1.0': {} });
  const chalk = published('chalk', { '5.0.0': {} });
  const own = manifest('', { dependencies: { old: '^1.0.0', pinned: '1.0.0', member: '*', mine: 'file:../mine' } });
  const member = manifest('member', { devDependencies: { old: '1.0.0', ghost: '^1' } }, { name: 'member' });
  const answers = { old, chalk, pinned: published('pinned', { '1.0.0': { deprecated: 'gone' } }) };

  it('goes by the version that the range gives, and tells what nobody knows', async () => {
    const projects = { projects: [projectOf([own, member])], faults: [] };
    const { context } = world({ answers });
    const { deprecated, unchecked } = await deprecationsOf(context, projects, () => true, never);
    assert.deepEqual(
      deprecated.map((report) => [report.manifest, report.package, report.version, report.message, names(report)]),
      [
        ['', 'pinned', '1.0.0', 'gone', []],
        ['member', 'old', '1.0.0', 'Use chalk instead', ['chalk']],
      ],
    );
    assert.deepEqual(unchecked, [
      { package: 'mine', manifest: '', reason: 'No registry was asked.' },
      { package: 'ghost', manifest: 'member', reason: '404' },
    ]);
  });

  for (const range of [
    'git+https://host.example/old.git',
    'someone/old',
    'npm:other@^1.0.0',
    'file:../old',
    'workspace:*',
  ]) {
    it(`asks no registry about what ${range} gives, whatever the lockfile says`, async () => {
      const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/old': { version: '1.0.0' } } };
      const { context, asked } = world({ answers, files: { '/w/package-lock.json': JSON.stringify(lock) } });
      const strange = projectOf([manifest('', { dependencies: { old: range } })], { lockfile: 'package-lock.json' });
      const { deprecated, unchecked } = await deprecationsOf(
        context,
        { projects: [strange], faults: [] },
        () => true,
        never,
      );
      assert.deepEqual([asked, deprecated], [[], []]);
      assert.deepEqual(unchecked, [{ package: 'old', manifest: '', reason: 'No registry was asked.' }]);
    });
  }

  it('goes by a tag', async () => {
    const tags = packument('old', [], { next: '1.0.0' });
    const versions = new Map([['1.0.0', publishedVersion('1.0.0', { deprecated: 'gone' })]]);
    const { context } = world({ answers: { old: { ok: true, packument: { ...tags, versions } } } });
    const own = projectOf([manifest('', { dependencies: { old: 'next' } })]);
    const { deprecated } = await deprecationsOf(context, { projects: [own], faults: [] }, () => true, never);
    assert.deepEqual(
      deprecated.map(({ version }) => version),
      ['1.0.0'],
    );
  });

  it('knows nothing of a version that the registry does not have', async () => {
    const { context } = world({ answers });
    const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/old': { version: '9.0.0' } } };
    Object.assign(context.files, { read: async () => new TextEncoder().encode(JSON.stringify(lock)) });
    const own = projectOf([manifest('', { dependencies: { old: '^9' } })], { lockfile: 'package-lock.json' });
    const { deprecated, unchecked } = await deprecationsOf(context, { projects: [own], faults: [] }, () => true, never);
    assert.deepEqual(
      [deprecated, unchecked],
      [[], [{ package: 'old', manifest: '', reason: 'The registry does not have version 9.0.0.' }]],
    );
  });

  it('takes the tagged version where the range allows it, as npm does', async () => {
    const tagged: RegistryAnswer = {
      ok: true,
      packument: {
        ...packument('tagged', [], { latest: '1.0.0' }),
        versions: new Map([
          ['1.0.0', publishedVersion('1.0.0', { deprecated: 'gone' })],
          ['1.1.0', publishedVersion('1.1.0')],
        ]),
      },
    };
    const { context } = world({ answers: { tagged } });
    const versions = async (range: string) => {
      const projects = { projects: [projectOf([manifest('', { dependencies: { tagged: range } })])], faults: [] };
      const { deprecated, unchecked } = await deprecationsOf(context, projects, () => true, never);
      return [deprecated.map(({ version }) => version), unchecked];
    };
    assert.deepEqual(await versions('^1.0.0'), [['1.0.0'], []]);
    assert.deepEqual(await versions('^1.1.0'), [[], []]);
  });

  it('goes by the version that the lockfile has, and by the manifests that concern whoever asks', async () => {
    const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/old': { version: '1.0.0' } } };
    const { context } = world({ answers, files: { '/w/package-lock.json': JSON.stringify(lock) } });
    const projects = {
      projects: [
        projectOf([manifest('', { dependencies: { old: '^1.0.0' } }), member], { lockfile: 'package-lock.json' }),
      ],
      faults: [],
    };
    const { deprecated, unchecked } = await deprecationsOf(context, projects, (folder) => folder === '', never);
    assert.deepEqual(
      deprecated.map((report) => [report.manifest, report.package, report.version]),
      [['', 'old', '1.0.0']],
    );
    assert.deepEqual(unchecked, []);
  });
});
