import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from './certificate.ts';

/** A registry by https, with a certificate that nobody on this machine trusts. */
export interface UntrustedRegistry {
  readonly url: string;
  stop(): Promise<void>;
}

/** Hands on what it is asked to `registry`, where somebody asks although the certificate is not trusted. */
export async function startUntrusted(registry: { readonly url: string }): Promise<UntrustedRegistry> {
  const { key, chain } = makeCertificate();
  const server = https.createServer({ key, cert: chain }, (request, response) => {
    const onward = http.request(`${registry.url}${request.url}`, { method: request.method }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
