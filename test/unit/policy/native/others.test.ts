import assert from 'node:assert/strict';
import {
  parseJson,
  parseSettings,
  parseToml,
  parseYaml,
  TextError,
  type ParseText,
} from '../../../../src/engine/settings-text.ts';
import { readDependabot } from '../../../../src/policy/native/dependabot.ts';
import { patternsOf, patternsOfExpression } from '../../../../src/policy/native/names.ts';
import { readNcurc } from '../../../../src/policy/native/ncu.ts';
import { readOverrides } from '../../../../src/policy/native/overrides.ts';
import { own } from '../../../../src/policy/native/settings.ts';
import { agesOf, inShort, places, readNative } from '../../../support/native-settings.ts';

const held = 'action=update,resolve';

describe('the configuration of Dependabot', () => {
  const read = (text: string) => readNative(readDependabot, parseYaml, text, '.github/dependabot.yml');

  it('is read for npm and Bun: what is ignored, how long it waits, and that it runs', async () => {
    const reading = await read(`version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    ignore: [{ dependency-name: actions/checkout }]
  - package-ecosystem: npm
    directory: /
    cooldown: { default-days: 5, semver-major-days: 30, exclude: ['@my/*'] }
    ignore:
      - dependency-name: lodash
      - dependency-name: '@types/*'
        update-types: [version-update:semver-major, version-update:semver-minor]
      - dependency-name: react
        versions: ['>=19']
      - update-types: ['version-update:semver-patch']
`);
    assert.deepEqual(reading.updatesBy, [{ tool: 'Dependabot', file: '.github/dependabot.yml' }]);
    assert.deepEqual(reading.faults, []);
    assert.deepEqual(agesOf(reading), [
      `pin package=lodash ${held}`,
      `pin package=@types/* bump=major,minor ${held}`,
      `ask package=react ${held}`,
      `pin package=* bump=patch ${held}`,
      'ask package=* releaseAge<5',
      'auto-install package=@my/* action=install releaseAge<5',
      'ask package=* bump=major action=update releaseAge<30',
      'auto-install package=@my/* action=install releaseAge<30',
      'ask action=update trigger=ai_auto,security_scan,dependency_resolver,updater,monitor,agent',
    ]);
  });

  it('does not run where it makes no pull requests, or is about nothing of npm', async () => {
    const quiet = await read('updates: [{ package-ecosystem: npm, open-pull-requests-limit: 0 }]');
    const other = await read('updates: [{ package-ecosystem: docker }]');
    assert.deepEqual([quiet.updatesBy, quiet.rules, other.updatesBy, other.rules], [[], [], [], []]);
  });

  it('never keeps the fix of a known fault away', async () => {
    const { rules } = await read('updates: [{ package-ecosystem: npm, ignore: [{ dependency-name: "*" }] }]');
    assert.deepEqual(
      rules.map(({ conditions }) => conditions['action']),
      [['update', 'resolve'], 'update'],
    );
  });

  it('is told where it makes no sense', async () => {
    for (const [text, fault] of [
      ['version: 2', '1:1 "updates": There is no list here.'],
      ['updates:\n  - 3', '2:5 "updates[0]": This is no object.'],
      ['updates:\n  - package-ecosystem: npm\n    ignore: lodash', '3:13 "updates[0].ignore": There is no list here.'],
      [
        'updates:\n  - package-ecosystem: npm\n    ignore:\n      - dependency-name: 3',
        '4:9 "updates[0].ignore[0]": This is nothing that can be ignored.',
      ],
      [
        'updates:\n  - package-ecosystem: npm\n    ignore: [{ update-types: [all] }]',
        '3:14 "updates[0].ignore[0]": This is nothing that can be ignored.',
      ],
      [
        'updates:\n  - package-ecosystem: npm\n    ignore: [{ update-types: [constructor] }]',
        '3:14 "updates[0].ignore[0]": This is nothing that can be ignored.',
      ],
      [
        'updates:\n  - package-ecosystem: bun\n    cooldown: { default-days: some }',
        '3:31 "updates[0].cooldown.default-days": This is no number.',
      ],
    ] as const) {
      assert.deepEqual(places((await read(text)).faults), [fault], text);
    }
  });
});

describe('what npm-check-updates rejects', () => {
  const read = (text: string) => readNative(readNcurc, parseYaml, text, '.ncurc');

  for (const [text, expected] of [
    ['{ "reject": ["react", "@types/*"] }', [`pin package=react,@types/* ${held}`]],
    ['reject: react, vue  eslint*', [`pin package=react,vue,eslint* ${held}`]],
    ['reject: /^eslint/', [`pin package=eslint*,eslint*/* ${held}`]],
    ['upgrade: true', []],
    ['reject:', []],
    ['', []],
  ] as const) {
    it(`is not updated: ${text}`, async () => {
      const reading = await read(text);
      assert.deepEqual([inShort(reading), reading.faults], [expected, []]);
    });
  }

  it('is told where it is no list, and noted where it is not understood', async () => {
    assert.deepEqual(places((await read('reject: { a: 1 }')).faults), ['1:9 "reject": This is no list of names.']);
    const { rules, notes } = await read('reject: [a, "/^(a|b)$/"]\nfilter: x');
    assert.deepEqual(rules[0]?.conditions['package'], ['a']);
    assert.deepEqual(places(notes), [
      '1:9 "reject": Not understood, so not held: /^(a|b)$/',
      '2:9 "filter": This is not looked at here.',
    ]);
  });
});

describe('overrides', () => {
  const cases: readonly (readonly [what: string, value: object, expected: readonly string[]])[] = [
    ['of npm', { overrides: { foo: '1.0.0', 'bar@^2': '2.1.0' } }, [`pin package=foo,bar ${held}`]],
    [
      'of npm below a parent',
      { overrides: { foo: { '.': '1.0.0', bar: '1.0.0' }, baz: { 'qux@1': { deep: '3' } } } },
      [`pin package=foo ${held}`, `pin package=bar,deep dependencyType=transitive ${held}`],
    ],
    [
      'of Yarn',
      { resolutions: { lodash: '4.17.21', '**/minimist': '1.2.8', '@a/b/c': '1', 'x/@d/e': '2', 'f@npm:^1': '1.1.0' } },
      [`pin package=lodash,minimist,f ${held}`, `pin package=c,@d/e dependencyType=transitive ${held}`],
    ],
    [
      'of pnpm',
      { pnpm: { overrides: { '@a/b': '1', 'foo@1>bar': '2', 'x>@y/z@3': '4' } } },
      [`pin package=@a/b ${held}`, `pin package=bar,@y/z dependencyType=transitive ${held}`],
    ],
    ['none', { name: 'app', overrides: {} }, []],
  ];
  for (const [what, value, expected] of cases) {
    it(`keep packages where they are: ${what}`, async () => {
      const reading = await readNative(readOverrides, parseJson, JSON.stringify(value));
      assert.deepEqual([inShort(reading), reading.faults], [expected, []]);
    });
  }

  it('that are none are told', async () => {
    const { faults } = await readNative(readOverrides, parseJson, '{\n  "overrides": ["a"]\n}');
    assert.deepEqual(places(faults), ['2:16 "overrides": This is no object.']);
  });

  it('deep in each other are followed as far as anybody writes them', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(400)}"1"${'}'.repeat(400)}`) as object;
    const { faults } = await readNative(readOverrides, parseJson, JSON.stringify({ overrides: deep }));
    assert.deepEqual(faults, []);
  });
});

describe('a regular expression for names', () => {
  for (const [text, expected] of [
    ['^eslint', ['eslint*', 'eslint*/*']],
    ['^eslint$', ['eslint']],
    ['^@types/', ['@types/*']],
    ['^@types\\/node$', ['@types/node']],
    ['^foo.*', ['foo*', 'foo*/*']],
    ['jest', ['*jest*', '*/*jest*', '*jest*/*']],
    ['-plugin$', ['*-plugin', '*/*-plugin']],
    ['^lodash\\.', ['lodash.*', 'lodash.*/*']],
    ['^a.c', undefined],
    ['^(a|b)', undefined],
    ['[a-z]+', undefined],
    ['(a+)+$', undefined],
    ['', undefined],
  ] as const) {
    it(`${text} ${expected === undefined ? 'is not read' : `is ${expected.join(' ')}`}`, () => {
      assert.deepEqual(patternsOfExpression(text), expected);
    });
  }

  it('stands between slashes, and may take out', () => {
    assert.deepEqual(patternsOf('!/^a$/i'), ['!a']);
    assert.deepEqual(patternsOf('a*'), ['a*']);
  });
});

describe('a field of an object', () => {
  it('is one that stands in the file, and none that every object has', () => {
    assert.deepEqual([own({ a: 1 }, 'a'), own({}, 'constructor'), own({}, 'toString')], [1, undefined, undefined]);
    assert.deepEqual([own([], 'length'), own(null, 'a'), own('text', 'length')], [undefined, undefined, undefined]);
  });
});

describe('a file of settings that cannot be read', () => {
  const cases: readonly (readonly [what: string, parse: ParseText, text: string, place: string])[] = [
    ['no JSON', parseJson, '{\n  "a": 1,\n  "b" 2\n}', '3:7'],
    ['no object', parseJson, '[1]', '1:1'],
    ['a text', parseJson, '"x"', '1:1'],
    ['no YAML', parseYaml, 'a: 1\nb: [1', '2:6'],
    ['aliases without end', parseYaml, bomb(), '1:1'],
    ['no TOML', parseToml, 'a = 1\nb =', '2:4'],
    ['values too deep', parseJson, '['.repeat(200_000), '1:1'],
    ['too large', parseJson, ' '.repeat(4_000_001), '1:1'],
  ];
  for (const [what, parse, text, place] of cases) {
    it(`says where: ${what}`, async () => {
      await assert.rejects(parseSettings('f', undefined, text, parse), (error: unknown) => {
        assert.ok(error instanceof TextError, String(error));
        assert.equal(`${error.place.line}:${error.place.column}`, place);
        return true;
      });
    });
  }

  it('is none where it is empty', async () => {
    for (const parse of [parseJson, parseYaml, parseToml]) {
      assert.deepEqual(Object.keys((await parseSettings('f', undefined, '', parse)).value), []);
    }
  });
});

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`);
  return ['a0: &a0 x', ...levels].join('\n');
}
