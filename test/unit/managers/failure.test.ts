import assert from 'node:assert/strict';
import { toManagerError } from '../../../src/managers/failure.ts';

describe('a failure that is only put into words', () => {
  const table: readonly (readonly [words: string, code: string])[] = [
    ['Error: quartermaster: not run: sh', 'QM_PROJECT_HOOKS'],
    ['Integrity check failed for "x" (computed integrity doesn\'t match our records)', 'QM_INTEGRITY'],
    ["x@npm:1.0.0: The remote archive doesn't match the expected checksum", 'QM_INTEGRITY'],
    ['RequestError: connect ECONNREFUSED 127.0.0.1:9', 'QM_REGISTRY_UNREACHABLE'],
    ['getaddrinfo ENOTFOUND nosuch.invalid', 'QM_REGISTRY_UNREACHABLE'],
    ['Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed', 'QM_REGISTRY_UNREACHABLE'],
    ["EACCES: permission denied, open '/p/yarn.lock'", 'QM_READ_ONLY'],
    ['RequestError: self-signed certificate in certificate chain', 'QM_REGISTRY_TLS'],
    ['https://r/x.tgz: Request failed "503 Service Unavailable"', 'QM_REGISTRY_FAILED'],
    ['  Response Code: 429 (Too Many Requests)', 'QM_REGISTRY_BUSY'],
    ['ReadError: The server aborted pending request', 'QM_REGISTRY_UNREACHABLE'],
    ['Error: socket hang up', 'QM_REGISTRY_UNREACHABLE'],
    ['Received malformed response from registry for "x".', 'QM_REGISTRY_FAILED'],
    ['SyntaxError: x@npm:^1: Unexpected token \'<\', "<!doctype "... is not valid JSON', 'QM_REGISTRY_FAILED'],
    ['SyntaxError: /p/package.json: Expected double-quoted property name in JSON at position 3', 'QM_MANIFEST_INVALID'],
    ['Something else happened, 404 times', 'QM_MANAGER_FAILED'],
    ['', 'QM_MANAGER_FAILED'],
    ['Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.', 'QM_LOCKFILE_STALE'],
  ];
  for (const [output, code] of table)
    it(`${output} is ${code}`, () => {
      const error = toManagerError({ manager: 'yarn', code: undefined, output, timedOut: false });
      assert.equal(error.code, code);
    });

  const waited: readonly (readonly [words: string, code: string])[] = [
    ['FetchError: request to https://r/x.tgz failed, reason: self-signed certificate', 'QM_REGISTRY_TLS'],
    ['Response Code: 503', 'QM_REGISTRY_FAILED'],
    ['EACCES: permission denied', 'QM_REGISTRY_UNREACHABLE'],
    ['', 'QM_REGISTRY_UNREACHABLE'],
  ];
  for (const [output, code] of waited) {
    it(`of one that was ended while it waited is ${code}, given "${output}"`, () => {
      assert.equal(toManagerError({ manager: 'pnpm', code: undefined, output, timedOut: true }).code, code);
    });
  }
});
