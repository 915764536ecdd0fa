import assert from 'node:assert/strict';
import { dashboardHtml, dashboardPolicy } from '../../../src/view/dashboard-html.ts';

const page = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc123',
  scriptUri: 'https://x/webview.js',
  styleUri: 'https://x/webview.css',
  codiconUri: 'https://x/codicon.css',
  lang: 'de',
  title: '"><script>alert(1)</script>',
};

describe('view/dashboard-html', () => {
  it('allows our own files and one script by its nonce, nothing inline', () => {
    const policy = dashboardPolicy(page);
    assert.match(policy, /^default-src 'none';/);
    assert.doesNotMatch(policy, /unsafe|\*;|data:|connect-src/);
    assert.match(policy, /script-src 'nonce-abc123'/);
    assert.ok(dashboardHtml(page).includes(`style-src ${page.cspSource}`));
  });

  it('escapes what it is given and has no inline style or handler', () => {
    const html = dashboardHtml(page);
    assert.ok(!html.includes('<script>'));
    assert.doesNotMatch(html, /\sstyle=|\son\w+=/);
    assert.match(html, /<html lang="de">/);
    assert.match(html, /id="vscode-codicon-stylesheet"/);
  });
});
