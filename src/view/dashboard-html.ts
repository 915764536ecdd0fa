/** What the host knows of its webview. The URIs are made by `asWebviewUri`. */
interface DashboardHtml {
  readonly cspSource: string;
  /** Fresh for each page, at least 128 random bits. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconUri: string;
  /** BCP 47 language of the words on the page. */
  readonly lang: string;
  readonly title: string;
}

/**
 * The content security policy of the dashboard: nothing but our own files, no inline styles, one script by its nonce.
 * `img-src data:` is not needed; `connect-src` stays closed.
 */
export function dashboardPolicy({ cspSource, nonce }: Pick<DashboardHtml, 'cspSource' | 'nonce'>): string {
  return [
    `default-src 'none'`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

/** The page that holds the dashboard; everything else comes by message. vscode-elements find the icons by the link's id. */
export function dashboardHtml(page: DashboardHtml): string {
  return `<!doctype html>
<html lang="${escape(page.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(dashboardPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escape(page.codiconUri)}">
<link rel="stylesheet" href="${escape(page.styleUri)}">
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${escape(page.nonce)}" src="${escape(page.scriptUri)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
