import assert from 'node:assert/strict';
import net from 'node:net';
import { faultSentence } from '../../../src/node/registry-fault.ts';

const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });

const table: readonly (readonly [what: string, error: unknown, sentence: string])[] = [
  [
    'a refused connection',
    coded('request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED 127.0.0.1:9', 'ECONNREFUSED'),
    'It could not be reached (ECONNREFUSED).',
  ],
  [
    'a name without a host',
    coded('getaddrinfo ENOTFOUND osv.invalid', 'ENOTFOUND'),
    'It could not be reached (ENOTFOUND).',
  ],
  ['a limit', new DOMException('The operation timed out.', 'TimeoutError'), 'It did not answer in time.'],
  ["npm's limit", coded('network timeout at: http://127.0.0.1/x', 'FETCH_ERROR'), 'It did not answer in time.'],
  ['a bad status', coded('500 Internal Server Error', 'E500'), '500 Internal Server Error'],
];

describe('why nobody answered, in a sentence', () => {
  for (const [what, error, sentence] of table) {
    it(`${what}: ${sentence}`, () => assert.equal(faultSentence(error), sentence));
  }

  it('tells no secret', () => {
    const said = faultSentence(new Error('no answer from https://me:hunter2@registry.invalid/'));
    assert.match(said, /no answer/);
    assert.doesNotMatch(said, /hunter2/);
  });

  it('knows what Node says of a port that nobody listens on', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await new Promise((resolve) => net.connect(port, '127.0.0.1').once('error', resolve));
    assert.equal(faultSentence(error), 'It could not be reached (ECONNREFUSED).');
  });
});
