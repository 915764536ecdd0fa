import assert from 'node:assert/strict';
import { parseIni, parseToml, parseYaml, type ParseText } from '../../../../src/engine/settings-text.ts';
import { readBunfig } from '../../../../src/policy/native/bun.ts';
import { daysOf } from '../../../../src/policy/native/duration.ts';
import { readNpmrc } from '../../../../src/policy/native/npm.ts';
import { readPnpmWorkspace } from '../../../../src/policy/native/pnpm.ts';
import type { ReadNative } from '../../../../src/policy/native/settings.ts';
import { readYarnrc } from '../../../../src/policy/native/yarn.ts';
import { agesOf, places, readNative } from '../../../support/native-settings.ts';

describe('the age that a package manager waits for', () => {
  const cases: readonly (readonly [
    tool: string,
    read: ReadNative,
    parse: ParseText,
    text: string,
    expected: readonly string[],
  ])[] = [
    ['npm, in days', readNpmrc, parseIni, 'min-release-age=30\n', ['ask releaseAge<30']],
    [
      'npm, the last that stands there',
      readNpmrc,
      parseIni,
      'min-release-age=3\nmin-release-age=9',
      ['ask releaseAge<9'],
    ],
    [
      'npm, with exceptions, which wait',
      readNpmrc,
      parseIni,
      'min-release-age = 7\nmin-release-age-exclude[]=@my/*\nmin-release-age-exclude[]=left-pad',
      ['ask releaseAge<7', 'auto-install package=@my/*,left-pad action=install releaseAge<7'],
    ],
    ['npm, switched off', readNpmrc, parseIni, 'min-release-age=null', []],
    ['npm, none', readNpmrc, parseIni, 'min-release-age=0', []],
    ['npm, beyond what is counted', readNpmrc, parseIni, 'min-release-age=99999', ['ask releaseAge<3650']],
    ['pnpm by .npmrc, in minutes', readNpmrc, parseIni, 'minimum-release-age=4320', ['ask releaseAge<3']],
    ['pnpm, in minutes', readPnpmWorkspace, parseYaml, 'minimumReleaseAge: 14400', ['ask releaseAge<10']],
    ['pnpm, a day begun', readPnpmWorkspace, parseYaml, 'minimumReleaseAge: 1441', ['ask releaseAge<2']],
    [
      'pnpm, with exceptions',
      readPnpmWorkspace,
      parseYaml,
      "minimumReleaseAge: 1440\nminimumReleaseAgeExclude:\n  - webpack\n  - '@my/*'",
      ['ask releaseAge<1', 'auto-install package=webpack,@my/* action=install releaseAge<1'],
    ],
    ['Yarn, minutes without a unit', readYarnrc, parseYaml, 'npmMinimalAgeGate: 4320', ['ask releaseAge<3']],
    ['Yarn, a text of digits', readYarnrc, parseYaml, "npmMinimalAgeGate: '2880'", ['ask releaseAge<2']],
    [
      'Yarn, with a unit and exceptions',
      readYarnrc,
      parseYaml,
      "npmMinimalAgeGate: 2w\nnpmPreapprovedPackages: ['@my/*']",
      ['ask releaseAge<14', 'auto-install package=@my/* action=install releaseAge<14'],
    ],
    ['Bun, in seconds', readBunfig, parseToml, '[install]\nminimumReleaseAge = 604800', ['ask releaseAge<7']],
    [
      'Bun, with exceptions',
      readBunfig,
      parseToml,
      '[install]\nminimumReleaseAge = 259200\nminimumReleaseAgeExcludes = ["typescript"]',
      ['ask releaseAge<3', 'auto-install package=typescript action=install releaseAge<3'],
    ],
    ['Bun, at another place', readBunfig, parseToml, 'minimumReleaseAge = 259200', []],
  ];
  for (const [what, read, parse, text, expected] of cases) {
    it(`is read: ${what}`, async () => {
      const reading = await readNative(read, parse, text);
      assert.deepEqual([agesOf(reading), reading.faults], [expected, []]);
    });
  }

  it('is about what a manifest names, with its file and a name that says so', async () => {
    const { rules } = await readNative(readNpmrc, parseIni, 'min-release-age=30', 'apps/a/.npmrc', 'apps/a');
    assert.deepEqual(rules, [
      {
        id: 'settings:apps/a/.npmrc#min-release-age',
        name: 'min-release-age of apps/a/.npmrc: 30 days',
        kind: 'ask',
        priority: -5,
        enabled: true,
        conditions: {
          dependencyType: ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'],
          action: ['install', 'update'],
          releaseAge: { below: 30 },
          project: 'apps/a',
        },
        source: 'settings:apps/a/.npmrc',
      },
    ]);
  });

  it('holds everywhere where the name of its folder would be read as a pattern', async () => {
    const { rules } = await readNative(readNpmrc, parseIni, 'min-release-age=30', '{a,b}/.npmrc', '{a,b}');
    assert.equal(rules[0]?.conditions['project'], undefined);
  });

  const wrong: readonly (readonly [tool: string, read: ReadNative, parse: ParseText, text: string, fault: string])[] = [
    ['npm', readNpmrc, parseIni, 'audit=false\nmin-release-age=soon', '2:1 "min-release-age": This is no number.'],
    ['npm', readNpmrc, parseIni, 'min-release-age=-1', '1:1 "min-release-age": This is no number.'],
    ['npm', readNpmrc, parseIni, 'min-release-age=${AGE}', '1:1 "min-release-age": This is no number.'],
    [
      'pnpm',
      readPnpmWorkspace,
      parseYaml,
      'a: 1\nminimumReleaseAge: [1]',
      '2:20 "minimumReleaseAge": This is no number.',
    ],
    [
      'pnpm',
      readPnpmWorkspace,
      parseYaml,
      'minimumReleaseAgeExclude: { a: 1 }',
      '1:27 "minimumReleaseAgeExclude": This is no list of names.',
    ],
    [
      'Yarn',
      readYarnrc,
      parseYaml,
      'npmMinimalAgeGate: soon',
      '1:20 "npmMinimalAgeGate": This is no time that can be read.',
    ],
    ['Bun', readBunfig, parseToml, 'install = 3', '1:1 "install": This is no table.'],
    [
      'Bun',
      readBunfig,
      parseToml,
      '[install]\nminimumReleaseAge = "7d"',
      '2:1 "install.minimumReleaseAge": This is no number.',
    ],
  ];
  for (const [tool, read, parse, text, fault] of wrong) {
    it(`that makes no sense is told: ${tool}, ${text}`, async () => {
      const reading = await readNative(read, parse, text);
      assert.deepEqual([agesOf(reading), places(reading.faults)], [[], [fault]]);
    });
  }

  it('has no exceptions of single versions, which is noted', async () => {
    const text = 'minimumReleaseAge: 1440\nminimumReleaseAgeExclude: [a@1.0.0, "@my/b@2.0.0 || 2.0.1", c]';
    const reading = await readNative(readPnpmWorkspace, parseYaml, text);
    assert.deepEqual(agesOf(reading), ['ask releaseAge<1', 'auto-install package=c action=install releaseAge<1']);
    assert.deepEqual(places(reading.notes), [
      '2:27 "minimumReleaseAgeExclude": Exceptions for single versions are not made here.',
    ]);
  });
});

describe('a time', () => {
  const day = 86_400;
  const times: readonly (readonly [text: unknown, unit: string, days: number | undefined])[] = [
    ['3 days', 'ms', 3],
    ['1 day', 'ms', 1],
    ['72h', 'ms', 3],
    ['1 week 2 days', 'ms', 9],
    ['1 month', 'ms', 30],
    ['2M', 'ms', 60],
    ['2m', 'ms', 120 / day],
    [1440, 'm', 1],
    ['1440', 'm', 1],
    ['1.5d', 'm', 1.5],
    ['0 days', 'ms', 0],
    ['', 'm', undefined],
    ['-1 day', 'm', undefined],
    ['soon', 'm', undefined],
    ['3 fortnights', 'm', undefined],
    ['1'.repeat(200), 'm', undefined],
    [Number.NaN, 'm', undefined],
    [null, 'm', undefined],
    [['3 days'], 'm', undefined],
  ];
  for (const [text, unit, days] of times) {
    it(`${JSON.stringify(text)} in ${unit} is ${days} days`, () => assert.equal(daysOf(text, unit), days));
  }
});
