import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { packTarball } from './tarball.ts';

/** How a server misbehaves. The first fault that matches a request acts on it. */
export type Fault = FaultScope &
  (
    | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
    /** 401 unless the request carries this bearer token. */
    | { readonly kind: 'auth'; readonly token: string }
    /** Never answers. */
    | { readonly kind: 'hang' }
    | { readonly kind: 'reset' }
    /** Announces more than it sends, then closes the connection. */
    | { readonly kind: 'truncate' }
    /** Another tarball than the one whose integrity was announced; for metadata, broken JSON. */
    | { readonly kind: 'corrupt' }
    /** A captive portal: a page with status 200. */
    | { readonly kind: 'html' }
    /** Answers rightly, but late. */
    | { readonly kind: 'latency'; readonly ms: number }
    /** Answers rightly, once other faults are set, or none. */
    | { readonly kind: 'hold' }
  );

interface FaultScope {
  /** Tested against "METHOD /decoded/url"; default: every request. */
  readonly match?: RegExp;
  /** How many requests it acts on; default: all. */
  readonly times?: number;
}

/** "METHOD /url" with the slash of a scoped name readable. */
export function describeRequest(request: IncomingMessage): string {
  return `${request.method} ${decodeURIComponent(request.url ?? '')}`;
}

/** The faults in force on one server. */
export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];
  #replaced = Promise.withResolvers<void>();

  /** Replaces the faults in force; without an argument the server behaves again. */
  set(...faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
    this.#replaced.resolve();
    this.#replaced = Promise.withResolvers();
  }

  /** Returns whether the request is thereby answered, or left unanswered on purpose. */
  async act(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const line = describeRequest(request);
    const entry = this.#faults.find(({ fault, left }) => left > 0 && (fault.match?.test(line) ?? true));
    if (!entry) return false;
    entry.left -= 1;
    if (entry.fault.kind !== 'hold') return misbehave(entry.fault, request, response);
    await this.#replaced.promise;
    return response.destroyed;
  }
}

async function misbehave(
  fault: Exclude<Fault, { kind: 'hold' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case 'latency':
      await delay(fault.ms);
      return response.destroyed;
    case 'auth':
      if (request.headers.authorization === `Bearer ${fault.token}`) return false;
      sendJson(response, 401, { error: 'authentication required' }, { 'www-authenticate': 'Bearer' });
      return true;
    case 'hang':
      return true;
    case 'reset':
      request.socket.resetAndDestroy();
      return true;
    case 'status':
      sendJson(response, fault.status, { error: `fault ${fault.status}` }, fault.headers);
      return true;
    case 'truncate':
      response.writeHead(200, { 'content-type': contentType(request), 'content-length': 4096 });
      response.write(Buffer.alloc(100, ' '), () => response.destroy());
      return true;
    case 'corrupt':
      response.writeHead(200, { 'content-type': contentType(request) });
      response.end(isTarball(request) ? packTarball({ 'package.json': '{ "name": "other" }' }) : '{ "name": ');
      return true;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in to this network</title>');
      return true;
  }
}

/** Sends a JSON document as the whole answer. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function isTarball(request: IncomingMessage): boolean {
  return request.url?.endsWith('.tgz') ?? false;
}

function contentType(request: IncomingMessage): string {
  return isTarball(request) ? 'application/octet-stream' : 'application/json';
}
