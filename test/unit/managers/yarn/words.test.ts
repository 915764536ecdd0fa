import assert from 'node:assert/strict';
import { toManagerError } from '../../../../src/managers/failure.ts';
import { readBerryWords } from '../../../../src/managers/yarn/berry/words.ts';
import { readClassicWords } from '../../../../src/managers/yarn/classic/words.ts';

const line = (type: string, data: unknown): string => JSON.stringify({ type, data });

describe('what Yarn 1 says', () => {
  const code = (...lines: readonly string[]): string | undefined => readClassicWords(lines.join('\n')).code;
  const sought = line(
    'error',
    'Couldn\'t find package "@fx/util@^1.0.0" required by "x@^1.0.0" on the "npm" registry.',
  );
  const answer = (url: string, status: number): string =>
    line('verbose', `Request "http://r/${url}" finished with status code ${status}.`);

  const table: readonly (readonly [what: string, expected: string | undefined, lines: readonly string[]])[] = [
    ['of a package that was not found', 'E404', [answer('x', 200), answer('@fx%2futil', 404), sought]],
    ['of one that it may not have', 'E401', [answer('@fx%2Futil', 401), sought]],
    ['of one whose request was given up', 'ECONNRESET', [answer('x', 200), sought]],
    ['of one, without telling its requests', 'E404', [sought]],
    ['of the last answer of several', 'E503', [answer('@fx%2futil', 500), answer('@fx%2futil', 503), sought]],
    [
      'of a version that is not there',
      'ETARGET',
      [line('error', 'Couldn\'t find any versions for "x" that matches "^9"')],
    ],
    ['of anything else', undefined, [line('error', 'Received malformed response')]],
  ];
  for (const [what, expected, lines] of table)
    it(`is understood ${what}`, () => assert.equal(code(...lines), expected));

  it('is kept without its requests and its steps, crashes included', () => {
    const said = readClassicWords(
      [line('step', { message: 'x' }), answer('x', 200), line('warning', 'w'), line('error', 'e'), 'TypeError: x'].join(
        '\n',
      ),
    );
    assert.equal(said.text, 'w\ne\nTypeError: x');
  });
});

describe('what Yarn 4 says', () => {
  const json = (type: string, code: string, data: string): string => JSON.stringify({ type, displayName: code, data });
  const table: readonly (readonly [what: string, expected: string | undefined, lines: readonly string[]])[] = [
    [
      'by its own code',
      'YN0082',
      [json('info', 'YN0000', 'x'), json('error', 'YN0082', 'x@npm:^9: No candidates found')],
    ],
    [
      'by the answer it got',
      'E403',
      [json('error', 'YN0035', 'x'), json('error', 'YN0035', '  Response Code: 403 (Forbidden)')],
    ],
    ['without an answer', 'YN0035', [json('error', 'YN0035', 'x')]],
    ['where the code stands for anything', undefined, [json('error', 'YN0001', 'RequestError: read ECONNRESET')]],
    [
      'where only a warning has a code',
      undefined,
      [json('warning', 'YN0002', 'peer'), json('error', 'YN0000', 'Failed')],
    ],
    [
      'without JSON',
      'E404',
      [
        '➤ YN0000: ┌ Resolution step',
        '➤ YN0035: │ x: Package not found',
        '➤ YN0035: │   Response Code: 404 (Not Found)',
      ],
    ],
    ['without JSON, where all is well', undefined, ['➤ YN0085: │ + x@npm:1.0.0', '➤ YN0000: · Done in 0s 80ms']],
  ];
  for (const [what, expected, lines] of table) {
    it(`is understood ${what}`, () => assert.equal(readBerryWords(lines.join('\n')).code, expected));
  }

  it('names where one signs in to it, and its own configuration', () => {
    const failure = {
      manager: 'yarn',
      output: 'x',
      timedOut: false,
      signIn: 'yarn npm login',
      configuration: '.yarnrc.yml',
    };
    assert.match(toManagerError({ ...failure, code: 'YN0041' }).hint, /"yarn npm login".*\.yarnrc\.yml/);
    assert.match(toManagerError({ ...failure, code: 'ECONNRESET' }).hint, /\.yarnrc\.yml/);
    assert.equal(toManagerError({ ...failure, code: 'EPROGRAM' }).code, 'QM_PROJECT_HOOKS');
  });
});
