import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Spy {
  /** Without a slash at its end. */
  readonly url: string;
}

/** Where the spy tells what it was asked, one "METHOD /url" a line. Asking for it is not written down. */
export const spyLogPath = '/-/log';

/** A server that stands where a registry would, writes down every request and answers none with a package. */
export async function startSpy(): Promise<Spy> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === spyLogPath) return void response.end(requests.join('\n'));
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(404).end('{}');
  });
  // It must not keep the process of the launcher.
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
