import assert from 'node:assert/strict';
import { redact } from '../../../src/base/redact.ts';

const npmToken = `npm_${'aB3'.repeat(12)}`;
const key = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow', 'IBAAKC', '-----END RSA PRIVATE KEY-----'].join('\n');

const cases: readonly (readonly [text: string, expected: string])[] = [
  ['GET https://user:pass@host/x', 'GET https://***@host/x'],
  ['https://:secret@host', 'https://***@host'],
  ['https://user:p@ss:w@host/a@b', 'https://***@host/a@b'],
  ['git+https://u:p@github.com/a.git and http://u:p@b', 'git+https://***@github.com/a.git and http://***@b'],
  ['https://0123456789abcdef@dev.azure.com/org', 'https://***@dev.azure.com/org'],
  ['git+ssh://git@github.com/a/b.git', 'git+ssh://git@github.com/a/b.git'],
  ['https://registry.example/@scope/name', 'https://registry.example/@scope/name'],
  ['http://host:4873/@scope%2fname', 'http://host:4873/@scope%2fname'],
  [`token ${npmToken}.`, 'token npm_***.'],
  [`ghp_${'x'.repeat(36)} github_pat_${'y'.repeat(40)} glpat-${'z'.repeat(20)}`, 'ghp_*** github_pat_*** glpat-***'],
  ['npm_config_userconfig=/home/x/.npmrc', 'npm_config_userconfig=/home/x/.npmrc'],
  ['//host/:_authToken=abc-def', '//host/:_authToken=***'],
  ['//host/:_auth = "dXNlcjpw"', '//host/:_auth = ***'],
  ['//host/:_password=c2VjcmV0; next', '//host/:_password=***; next'],
  ['{"_authToken":"abc","name":"x"}', '{"_authToken":***,"name":"x"}'],
  ["npmAuthToken: 'abc'", 'npmAuthToken: ***'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
  ['"authorization":"Basic dXNlcg=="', '"authorization":"Basic ***"'],
  [`before\n${key}\nafter`, 'before\n***\nafter'],
  [`cut off\n${key.slice(0, 50)}`, 'cut off\n***'],
  ['npm error code E404 at lodash@4.17.21', 'npm error code E404 at lodash@4.17.21'],
];

describe('redact', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text.slice(0, 60)), () => {
      assert.equal(redact(text), expected);
      assert.equal(redact(redact(text)), expected, 'twice is as once');
    });
  }
});
