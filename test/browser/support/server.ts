import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dashboardHtml, dashboardPolicy } from '../../../src/view/dashboard-html.ts';

export const themes = ['dark-modern', 'light-modern', 'hc-dark', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

/** Two of them, one light and one dark, one of them of high contrast, for one of several states: two states have all four. */
export function themesFor(state: number): readonly Theme[] {
  return state % 2 === 0 ? ['dark-modern', 'hc-light'] : ['light-modern', 'hc-dark'];
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  js: 'text/javascript',
  ttf: 'font/ttf',
};

const nonce = 'dGVzdC1ub25jZS1vZi0xMjgtYml0cw';

export interface Harness {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the page of the dashboard with the policy it has in VS Code, around the bundle that stands in `folder`. */
export async function serveDashboard(folder: string): Promise<Harness> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const origin = `http://${request.headers.host}`;
    if (pathname === '/') {
      const theme = searchParams.get('theme') ?? 'dark-modern';
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', dashboardPolicy({ cspSource: origin, nonce }));
      response.end(page(origin, theme));
      return;
    }
    const file = pathname.startsWith('/support/') ? `test/browser${pathname}` : `${folder}${pathname}`;
    readFile(file).then(
      (bytes) => {
        response.setHeader('content-type', types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function page(origin: string, theme: string): string {
  const html = dashboardHtml({
    cspSource: origin,
    nonce,
    scriptUri: `${origin}/webview.js`,
    styleUri: `${origin}/webview.css`,
    codiconUri: `${origin}/codicons/codicon.css`,
    lang: 'en',
    title: 'Quartermaster',
  });
  const own = `<link rel="stylesheet" href="/support/themes/${theme}.css"><link rel="stylesheet" href="/support/harness.css">
<script nonce="${nonce}" src="/support/harness.js" data-theme="${theme}"></script></head>`;
  return html.replace('</head>', own);
}
