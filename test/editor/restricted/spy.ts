import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Spy {
  /** Without a slash at its end. */
  readonly url: string;
}

/** Where the spy tells what it was asked, one "METHOD /url" a line. Asking for it is not written down. */
export const spyLogPath = '/-/log';
/** A POST here with an address: from then on that server answers what the spy is asked. */
export const spyUpstreamPath = '/-/upstream';

/**
 * A server that stands where a registry would and writes down every request. It answers none with a package until it is
 * told of a registry that has some.
 */
export async function startSpy(): Promise<Spy> {
  const requests: string[] = [];
  let upstream: string | undefined;
  const server = createServer(async (request, response) => {
    if (request.url === spyLogPath) return void response.end(requests.join('\n'));
    if (request.url === spyUpstreamPath) {
      upstream = await bodyOf(request);
      return void response.end();
    }
    requests.push(`${request.method} ${request.url}`);
    if (upstream === undefined) return void response.writeHead(404).end('{}');
    await passOn(upstream, request, response);
  });
  // It must not keep the process of the launcher.
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function passOn(upstream: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { accept } = request.headers;
  const answer = await fetch(`${upstream}${request.url}`, accept === undefined ? {} : { headers: { accept } });
  const type = answer.headers.get('content-type') ?? 'application/json';
  response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
