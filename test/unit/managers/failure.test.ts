import assert from 'node:assert/strict';
import { codeInWords } from '../../../src/managers/failure.ts';

describe('a failure that is only put into words', () => {
  const table: readonly (readonly [words: string, code: string | undefined])[] = [
    ['Error: quartermaster: not run: sh', 'EPROGRAM'],
    ['Integrity check failed for "x" (computed integrity doesn\'t match our records)', 'EINTEGRITY'],
    ["x@npm:1.0.0: The remote archive doesn't match the expected checksum", 'EINTEGRITY'],
    ['RequestError: connect ECONNREFUSED 127.0.0.1:9', 'ECONNREFUSED'],
    ['getaddrinfo ENOTFOUND nosuch.invalid', 'ENOTFOUND'],
    ['Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed', 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION'],
    ["EACCES: permission denied, open '/p/yarn.lock'", 'EACCES'],
    ['RequestError: self-signed certificate in certificate chain', 'SELF_SIGNED'],
    ['https://r/x.tgz: Request failed "503 Service Unavailable"', 'E503'],
    ['  Response Code: 429 (Too Many Requests)', 'E429'],
    ['ReadError: The server aborted pending request', 'ECONNRESET'],
    ['Error: socket hang up', 'ECONNRESET'],
    ['Received malformed response from registry for "x".', 'FETCH_ERROR'],
    ['SyntaxError: x@npm:^1: Unexpected token \'<\', "<!doctype "... is not valid JSON', 'FETCH_ERROR'],
    ['SyntaxError: /p/package.json: Expected double-quoted property name in JSON at position 3', 'EJSONPARSE'],
    ['Something else happened, 404 times', undefined],
    ['', undefined],
  ];
  for (const [words, code] of table)
    it(`${words} is ${code ?? 'unknown'}`, () => assert.equal(codeInWords(words), code));
});
