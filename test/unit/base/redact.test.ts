import assert from 'node:assert/strict';
import { redact } from '../../../src/base/redact.ts';

const npmToken = `npm_${'aB3'.repeat(12)}`;
const key = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow', 'IBAAKC', '-----END RSA PRIVATE KEY-----'].join('\n');

const jwt = [`eyJ${'a'.repeat(20)}`, 'b'.repeat(30), 'c'.repeat(20)].join('.');
const secretless = '{ "password": "***", "access_token" : "***", "clientSecret": "***" }';

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
  ['//host/:_password="c2VjcmV0"', '//host/:_password=***'],
  ['npmAuthIdent: "user:secret"', 'npmAuthIdent: ***'],
  ['npmScopes: { a: { npmAuthIdent: user:secret } }', 'npmScopes: { a: { npmAuthIdent: *** } }'],
  ['token = "abc"', 'token = ***'],
  ["  password='a b c'", '  password=***'],
  [
    'registry = { url = "https://host/", token = "abc", username = "me", password = "x" }',
    'registry = { url = "https://host/", token = ***, username = "me", password = *** }',
  ],
  ['"@org" = { token = "$NPM_TOKEN", url = "https://host/" }', '"@org" = { token = ***, url = "https://host/" }'],
  ['{"token":"abc","name":"x"}', '{"token":"***","name":"x"}'],
  ['{ "password": "a b", "access_token" : "c", "clientSecret": "d" }', secretless],
  [String.raw`{\"token\":\"abc\"}`, String.raw`{\"token\":\"***\"}`],
  [String.raw`{"password":"a\"b\\","name":"x"}`, '{"password":"***","name":"x"}'],
  [String.raw`cut off {\"token\":\"abc`, String.raw`cut off {\"token\":\"***`],
  ['{"auths":{"host":{"auth":"dXNlcjpw"}}}', '{"auths":{"host":{"auth":"***"}}}'],
  [`bearer of ${jwt}.`, 'bearer of ***.'],
  ['GET https://host/x?token=abc&y=1', 'GET https://host/x?token=***&y=1'],
  ['NPM_TOKEN=abc GITHUB_PAT="x y" npm ci', 'NPM_TOKEN=*** GITHUB_PAT=*** npm ci'],
  ['https-proxy=me:secret@proxy.corp:8080', 'https-proxy=***@proxy.corp:8080'],
  ['"httpsProxy": "me:secret@proxy.corp:8080"', '"httpsProxy": "***@proxy.corp:8080"'],
  ['Proxy-Authorization: Digest abc', 'Proxy-Authorization: Digest ***'],
  ['npm error code E404 at lodash@4.17.21', 'npm error code E404 at lodash@4.17.21'],
];

/** What managers and parsers say of nobody's secrets. */
const ordinary: readonly string[] = [
  'SyntaxError: Unexpected token } in JSON at position 3',
  `SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
  'npm error Incorrect or missing password.',
  'npm error need auth This command requires you to be logged in to https://npm.example.com/',
  'npm error code EJSONPARSE\nnpm error JSON.parse Unexpected token "=" (0x3D), "token = 1" is not valid JSON',
  'npm warn deprecated password-prompt@1.1.3: no token: use another',
  '{ "dependencies": { "token": "^1.0.0", "js-tokens": "^4.0.0", "password": "0.1.1", "token-types": "6.0.0" } }',
  'added 1 package: jsonwebtoken@9.0.2, tokens: 3, secret: none',
  'YN0041: │ @corp/x@npm:1.0.0: Invalid authentication (as an anonymous user)',
  'alias@npm:real@1.0.0 and workspace:a@^1.0.0 through proxy: none',
  'npm error proxy If you are behind a proxy, please make sure that the "proxy" config is set properly.',
  'error: GET https://npm.example.com/@corp%2fx - 401',
  'ERR_PNPM_FETCH_401 GET https://host/x: Unauthorized - 401 No authorization header was set for the request.',
  '{"level":"error","code":"ERR_PNPM_FETCH_401","hint":"check the token, or sign in","authorization":true}',
];

describe('redact', () => {
  for (const text of ordinary) {
    it(`leaves ${JSON.stringify(text.slice(0, 60))} as it is`, () => assert.equal(redact(text), text));
  }
  for (const [text, expected] of cases) {
    it(JSON.stringify(text.slice(0, 60)), () => {
      assert.equal(redact(text), expected);
      assert.equal(redact(redact(text)), expected, 'twice is as once');
    });
  }
});
