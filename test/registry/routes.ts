import type { IncomingMessage, ServerResponse } from 'node:http';
import { bulkAnswer, type Advisory } from './advisory.ts';
import { describeRequest, sendJson, type Faults } from './faults.ts';
import type { SigningKey, SigningKeys } from './fixture-package.ts';

/** What the routes read at each request, so that a test can change it between two. */
export interface RegistryState {
  readonly requests: string[];
  readonly faults: Faults;
  readonly keys: SigningKeys;
  advisories: readonly Advisory[];
  /** By `name@version`. */
  readonly attestations: Map<string, unknown>;
  weeklyDownloads(name: string): number | undefined;
}

/** Verdaccio is built on Express: a request whose JSON is parsed, a response with `send`. */
type ParsedRequest = IncomingMessage & { readonly body?: unknown };
type ExpressResponse = ServerResponse & { send(body: unknown): unknown };

/** What npm's registry has and Verdaccio has not. Everything else goes on to Verdaccio. */
export function createMiddleware(state: RegistryState) {
  return async (request: ParsedRequest, response: ExpressResponse, next: () => void): Promise<void> => {
    const line = describeRequest(request);
    state.requests.push(line);
    if (await state.faults.act(request, response)) return;
    const answer = answerOf(line, request.body, state);
    if (answer === undefined) {
      trimAbbreviatedPackument(response);
      next();
    } else {
      sendJson(response, answer === notFound ? 404 : 200, answer);
    }
  };
}

const notFound = { error: 'not found' };

function answerOf(line: string, body: unknown, state: RegistryState): unknown {
  if (line === 'GET /-/npm/v1/keys') return { keys: [state.keys.old, state.keys.current].map(describeKey) };
  if (line === 'POST /-/npm/v1/security/advisories/bulk') {
    return bulkAnswer(state.advisories, body as Record<string, readonly string[]>);
  }
  const attested = /^GET \/-\/npm\/v1\/attestations\/(.+)$/.exec(line)?.[1];
  if (attested !== undefined) return state.attestations.get(attested) ?? notFound;
  const counted = /^GET \/downloads\/point\/last-week\/(.+)$/.exec(line)?.[1];
  if (counted !== undefined) return downloads(counted, state);
  return undefined;
}

function describeKey({ id, publicKey, expires }: SigningKey) {
  const scheme = 'ecdsa-sha2-nistp256';
  return { expires, keyid: id, keytype: scheme, scheme, key: publicKey };
}

/** One name gives one row, several names joined by commas a map of rows, as npm's downloads API does. */
function downloads(names: string, { weeklyDownloads }: RegistryState): unknown {
  const row = (name: string) => {
    const count = weeklyDownloads(name);
    return count === undefined ? null : { downloads: count, start: '2026-11-16', end: '2026-11-22', package: name };
  };
  if (!names.includes(',')) return row(names) ?? notFound;
  return Object.fromEntries(names.split(',').map((name) => [name, row(name)]));
}

/**
 * npm's abbreviated packument has no `time`, only `modified`; Verdaccio's has. With it, code that forgets to ask for
 * the full document before it judges an age would pass here and fail in use.
 */
function trimAbbreviatedPackument(response: ExpressResponse): void {
  const send = response.send.bind(response);
  response.send = (body) => {
    const type = String(response.getHeader('content-type') ?? '');
    if (typeof body !== 'string' || !type.startsWith('application/vnd.npm.install-v1+json')) return send(body);
    const { time, ...packument } = JSON.parse(body);
    return send(JSON.stringify({ ...packument, modified: time?.modified }));
  };
}
