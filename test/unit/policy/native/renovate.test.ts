import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/engine/settings-text.ts';
import { readRenovate } from '../../../../src/policy/native/renovate.ts';
import { agesOf, places, readNative } from '../../../support/native-settings.ts';

const read = (value: object | string) =>
  readNative(readRenovate, parseJson, typeof value === 'string' ? value : JSON.stringify(value), 'renovate.json');

/** Without the rule that is there wherever Renovate runs. */
async function rulesOf(value: object): Promise<readonly string[]> {
  const [first, ...rest] = agesOf(await read(value));
  assert.match(
    first ?? '',
    /^ask action=update trigger=ai_auto,security_scan,dependency_resolver,updater,monitor,agent$/,
  );
  return rest;
}

const held = 'action=update,resolve';

describe('the configuration of Renovate', () => {
  it('switches automatic updates off by being there, and says so', async () => {
    const { rules, updatesBy } = await read({});
    assert.deepEqual(updatesBy, [{ tool: 'Renovate', file: 'renovate.json' }]);
    assert.deepEqual(
      rules.map(({ name }) => name),
      ['Renovate updates this repository (renovate.json): nothing else does by itself'],
    );
  });

  it('says nothing where it is switched off', async () => {
    const { rules, updatesBy } = await read({ enabled: false, minimumReleaseAge: '30 days', ignoreDeps: ['a'] });
    assert.deepEqual([rules, updatesBy], [[], []]);
  });

  const cases: readonly (readonly [what: string, value: object, expected: readonly string[]])[] = [
    ['an age for all', { minimumReleaseAge: '30 days' }, ['ask releaseAge<30']],
    ['an age by its old name', { stabilityDays: 3 }, ['ask releaseAge<3']],
    [
      'an age of npm alone',
      { minimumReleaseAge: '3 days', npm: { minimumReleaseAge: '5 days' } },
      ['ask releaseAge<5'],
    ],
    ['what is ignored', { ignoreDeps: ['react', '@x/y'] }, [`pin package=react,@x/y ${held}`]],
    ['majors switched off', { major: { enabled: false } }, [`pin bump=major ${held}`]],
    [
      'majors that wait longer, which says nothing of what is new',
      { major: { minimumReleaseAge: '14 days' } },
      ['ask bump=major action=update releaseAge<14'],
    ],
    [
      'packages switched off',
      { packageRules: [{ matchPackageNames: ['react', '@angular/**', '!@angular/cli'], enabled: false }] },
      [`pin package=react,@angular/**,!@angular/cli ${held}`],
    ],
    [
      'packages switched off by old matchers',
      {
        packageRules: [
          { matchPackagePatterns: ['^eslint', '^@types/'], enabled: false },
          { matchPackagePrefixes: ['@my/', 'vite'], excludePackageNames: ['vitest'], enabled: false },
        ],
      },
      [`pin package=eslint*,eslint*/*,@types/* ${held}`, `pin package=@my/*,vite*,vite*/*,!vitest ${held}`],
    ],
    [
      'some updates of some fields switched off',
      {
        packageRules: [
          { matchUpdateTypes: ['major', 'pin'], matchDepTypes: ['devDependencies', 'engines'], enabled: false },
        ],
      },
      [`pin bump=major dependencyType=devDependencies ${held}`],
    ],
    [
      'all but what a later rule switches on again',
      {
        packageRules: [
          { matchPackageNames: ['*'], enabled: false },
          { matchPackageNames: ['react', 'vue'], enabled: true },
        ],
      },
      [`pin package=*,!react,!vue ${held}`],
    ],
    [
      'all, though some updates of a package are switched on again',
      {
        packageRules: [
          { matchPackageNames: ['*'], enabled: false },
          { matchPackageNames: ['react'], matchUpdateTypes: ['patch'], enabled: true },
        ],
      },
      [`pin package=* ${held}`],
    ],
    [
      'a longer age for some packages',
      { minimumReleaseAge: '3 days', packageRules: [{ matchPackageNames: ['a'], minimumReleaseAge: '2 weeks' }] },
      ['ask releaseAge<3', 'ask package=a releaseAge<14'],
    ],
    [
      'a shorter age for some packages, which waits',
      {
        minimumReleaseAge: '14 days',
        packageRules: [
          { matchPackageNames: ['a'], minimumReleaseAge: '3 days' },
          { matchPackageNames: ['@my/*'], minimumReleaseAge: null },
        ],
      },
      [
        'ask releaseAge<14',
        'auto-install package=a action=install releaseAge>=3<14',
        'auto-install package=@my/* action=install releaseAge<14',
      ],
    ],
    [
      'versions that are not allowed, which is a question',
      { packageRules: [{ matchDepNames: ['react'], allowedVersions: '<19' }] },
      [`ask package=react ${held}`],
    ],
    [
      'nothing that is about other things than npm',
      {
        packageRules: [
          { matchManagers: ['github-actions'], enabled: false },
          { matchDatasources: ['docker'], enabled: false },
          { matchDepTypes: ['engines'], enabled: false },
          { matchUpdateTypes: ['digest'], enabled: false },
          { matchManagers: ['!npm', '!bun'], enabled: false },
        ],
      },
      [],
    ],
    [
      'what is about npm among others',
      { packageRules: [{ matchManagers: ['npm', 'pip_requirements'], matchPackageNames: ['a'], enabled: false }] },
      [`pin package=a ${held}`],
    ],
  ];
  for (const [what, value, expected] of cases) {
    it(`is read: ${what}`, async () => {
      assert.deepEqual(await rulesOf(value), expected);
    });
  }

  it('asks about more than it says, and says so, where a condition cannot be looked at', async () => {
    const { notes, ...reading } = await read({
      packageRules: [
        { matchPackageNames: ['react'], matchCurrentVersion: '<18', enabled: false },
        { matchPackageNames: ['/^(a|b)+$/'], minimumReleaseAge: '9 days' },
      ],
    });
    assert.deepEqual(agesOf({ ...reading, notes }).slice(1), [`ask package=react ${held}`, 'ask releaseAge<9']);
    assert.deepEqual(
      notes.map(({ message }) => message),
      [
        '"packageRules[0]": You are asked about more than it says: matchCurrentVersion is not looked at.',
        '"packageRules[1].minimumReleaseAge": You are asked about more than it says: package names is not looked at.',
      ],
    );
  });

  it('notes presets, and shorter times that it does not hold', async () => {
    const { notes } = await read({
      extends: ['config:recommended'],
      minimumReleaseAge: '9 days',
      packageRules: [{ matchDepTypes: ['devDependencies'], minimumReleaseAge: '1 day' }],
    });
    assert.deepEqual(
      notes.map(({ message }) => message),
      [
        '"extends": What presets say is not known here.',
        '"packageRules[0].minimumReleaseAge": A shorter time than for all others is not held here.',
      ],
    );
  });

  it('is told where it makes no sense, and the rest is held', async () => {
    const text = `{
  "minimumReleaseAge": "soon",
  "ignoreDeps": "all, please",
  "packageRules": [
    7,
    { "matchPackageNames": ["a"], "minimumReleaseAge": true },
    { "matchPackageNames": [1], "enabled": false },
    { "matchPackageNames": ["b"], "enabled": false }
  ]
}`;
    const { faults, ...reading } = await read(text);
    assert.deepEqual(places(faults), [
      '2:24 "minimumReleaseAge": This is no time that can be read.',
      '5:5 "packageRules[0]": This is no object.',
      '6:56 "packageRules[1].minimumReleaseAge": This is no time that can be read.',
    ]);
    assert.deepEqual(agesOf({ ...reading, faults }).slice(1), [
      `pin package=all, please ${held}`,
      `ask ${held}`,
      `pin package=b ${held}`,
    ]);
  });

  it('leaves the prototype of objects alone, and takes nothing from it', async () => {
    const { rules } = await read('{ "__proto__": { "ignoreDeps": ["a"] }, "constructor": { "enabled": false } }');
    assert.equal(rules.length, 1);
    assert.equal(({} as { ignoreDeps?: unknown }).ignoreDeps, undefined);
  });

  it('is bounded: in names of one rule, in rules, and in what its patterns cost', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `p${index}`);
    const many = await read({ ignoreDeps: names });
    assert.deepEqual(
      many.rules.slice(1).map(({ id, conditions }) => [id.split('#')[1], (conditions['package'] as string[]).length]),
      [
        ['ignoreDeps', 100],
        ['ignoreDeps/2', 100],
        ['ignoreDeps/3', 50],
      ],
    );
    const rule = { matchPackageNames: ['*a*b*', '?c*d'], enabled: false };
    for (const packageRules of [
      Array.from({ length: 5_000 }, () => ({ matchPackageNames: ['a'], enabled: false })),
      Array.from({ length: 5_000 }, () => rule),
    ]) {
      const { rules, faults } = await read({ packageRules });
      assert.ok(rules.length <= 200);
      assert.equal(faults[0]?.reason, 'too-many');
    }
  });

  it('leaves out a name that is a bomb, and says where', async () => {
    const { rules, faults } = await read({ ignoreDeps: ['*a'.repeat(100), 'react', ''] });
    assert.deepEqual(rules.at(-1)?.conditions['package'], ['react']);
    assert.deepEqual(places(faults), ['1:15 "ignoreDeps": There is a name here that cannot be read.']);
  });
});
