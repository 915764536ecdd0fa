import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.ts';

/** A server that says one thing to everybody, since a whole registry takes a second to start. */
export interface Answering {
  readonly url: string;
  /** What it says from now on; `held`: nothing, until the client gives up. */
  answer(status: number | 'held', body: unknown, headers?: Readonly<Record<string, string>>): void;
  asked(): number;
  /** Of the newest request. */
  headers(): http.IncomingHttpHeaders;
  /** Resolves when that many requests came. */
  waitForRequest(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startAnswering(): Promise<Answering> {
  let current: { status: number | 'held'; body: unknown; headers?: Readonly<Record<string, string>> | undefined } = {
    status: 404,
    body: {},
  };
  let asked = 0;
  let headers: http.IncomingHttpHeaders = {};
  const server = http.createServer((request, response) => {
    asked++;
    ({ headers } = request);
    const { status, body } = current;
    if (status === 'held') return;
    response.writeHead(status, { 'content-type': 'application/json', ...current.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (status, body, more) => (current = { status, body, headers: more }),
    asked: () => asked,
    headers: () => headers,
    waitForRequest: (count) => until(() => asked >= count),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
