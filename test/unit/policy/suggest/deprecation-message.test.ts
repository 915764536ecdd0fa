import assert from 'node:assert/strict';
import { namesInMessage } from '../../../../src/policy/suggest/deprecation-message.ts';

describe('namesInMessage', () => {
  const table: readonly (readonly [message: string, names: readonly string[]])[] = [
    // As maintainers of well-known packages have written them.
    [
      'babel-eslint is now @babel/eslint-parser. This package will no longer receive updates.',
      ['@babel/eslint-parser'],
    ],
    [
      'TSLint has been deprecated in favor of ESLint. Please see https://github.com/palantir/tslint/issues/4534',
      ['eslint'],
    ],
    [
      'This package has been deprecated and is no longer maintained. Please use @rollup/plugin-terser',
      ['@rollup/plugin-terser'],
    ],
    ['Use @eslint/config-array instead', ['@eslint/config-array']],
    ['Switch to the `joi` package', ['joi']],
    [
      "joi is leaving the @hapi organization and moving back to 'joi' (https://github.com/sideway/joi/issues/2411)",
      ['joi'],
    ],
    ['This module has moved and is now available at @hapi/hoek. Please update', ['@hapi/hoek']],
    ['React Query was moved to @tanstack/react-query', ['@tanstack/react-query']],
    ['Jade has been renamed to pug, please install the latest version of pug instead of jade', ['pug']],
    ['Use uuid module instead', ['uuid']],
    ['please update to uuid', ['uuid']],
    ['deprecated, use mkdirp@latest instead', ['mkdirp']],
    ['Use [axios](https://registry.example/package/axios)', ['axios']],
    ['See https://registry.example/package/@scope/name.', ['@scope/name']],
    ['has been replaced by `got`; superseded by ky.', ['got', 'ky']],
    // No name of a package.
    ['request has been deprecated, see https://github.com/request/request/issues/3142', []],
    ['use String.prototype.padStart()', []],
    ['Use String.prototype.padStart.', []],
    ["Use your platform's native DOMException instead", []],
    ["Use your platform's native atob() and btoa() methods instead", []],
    ['Please upgrade to version 7 or higher.', []],
    ['Please upgrade to 7.0.0.', []],
    ['Rimraf versions prior to v4 are no longer supported', []],
    ['This module is not supported, and leaks memory. Do not use it.', []],
    ['Please use the native JSON object instead of JSON 3', []],
    ['Do not use lodash. Avoid using got. Never use ky.', []],
    ['', []],
    // Hostile.
    ['use \u001b]8;;http://x\u0007axios\u001b[0m', []],
    ['[use](javascript:alert(1)) **`../../etc/passwd`**', []],
    ['use ../axios', []],
    ['use "axios\u202e"', []],
    ['use file:axios', []],
    [`${'x'.repeat(600)} use axios`, []],
  ];
  for (const [message, names] of table) {
    it(`${JSON.stringify(message.slice(0, 60))}: ${names.join(', ') || 'none'}`, () => {
      assert.deepEqual(namesInMessage(message), names);
    });
  }

  it('is not held up by whatever is repeated', () => {
    const parts = ['use ', 'use the ', '@a/', '"', "'`(*", 'now known as ', ' ', 'a.', 'https://a/package/'];
    for (const part of parts) {
      const start = performance.now();
      namesInMessage(part.repeat(100_000));
      assert.ok(performance.now() - start < 200, part);
    }
  });
});
