import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { cli, history } from '../support/cli.ts';
import { applyFix, closeEditors, diagnosticOn, noDiagnosticOn, open } from '../support/editor.ts';
import { eventually } from '../support/eventually.ts';
import { exists, installed, notInstalled, pathOf, remove, write } from '../support/workspace.ts';

interface Shown {
  readonly status: string;
  readonly timeline: readonly { readonly step?: string }[];
}

/** A terminal of the window, once its shell tells VS Code of what is run in it. */
async function openTerminal(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<vscode.TerminalShellIntegration> {
  const cwd = pathOf(folder);
  const terminal = vscode.window.createTerminal({ shellPath: '/bin/bash', cwd, env, name: 'by hand' });
  terminals.push(terminal);
  return eventually('the shell has its integration', () => terminal.shellIntegration);
}

const terminals: vscode.Terminal[] = [];

/**
 * A function of bash, handed on as bash does it, is no process: nothing but the shell can tell of it. It ends when there is
 * a file `go`.
 */
const pretendedNpm = { 'BASH_FUNC_npm%%': '() { until [ -e go ]; do sleep 0.05; done; }' };

/** What the newest operation did, as the command line shows it. */
async function newest(): Promise<Shown | undefined> {
  const [row] = await history();
  return row === undefined ? undefined : (await cli<{ operation: Shown }>(['show', row.id])).document.operation;
}

async function untilItSays(step: string): Promise<void> {
  await eventually(step, async () => (await newest())?.timeline.some((entry) => entry.step === step));
}

/** Does what the fix for a package does, and hands back the end of that as soon as it waits. */
async function waitingInstall(name: string, step: string): Promise<{ readonly ended: Promise<void> }> {
  const file = `terminal/${name}.js`;
  write(file, `import '${name}';\n`);
  await open(file);
  const found = await diagnosticOn(file, name);
  const ended = applyFix(file, found, `Install ${name} ^${versions[name]} with npm`);
  await Promise.race([untilItSays(step), ended]);
  assert.deepEqual(installed(name, 'terminal'), notInstalled);
  return { ended };
}

const versions: Readonly<Record<string, string>> = {
  'fx-tiny': '1.2.0',
  'fx-major': '2.0.0',
  'fx-esm': '1.0.0',
  'fx-typed': '1.0.0',
  'fx-bin': '1.0.0',
  'fx-with-deps': '1.0.0',
};

describe('an install that somebody runs in a terminal', () => {
  afterEach(closeEditors);
  afterEach(() => {
    for (const terminal of terminals.splice(0)) terminal.dispose();
  });

  it('is waited for, and named, on the word of the shell alone', async () => {
    const shell = await openTerminal('terminal', pretendedNpm);
    shell.executeCommand('npm install left-pad');
    const { ended } = await waitingInstall('fx-tiny', 'Waiting for "npm install left-pad"');
    write('terminal/go', '');
    await ended;
    assert.equal(installed('fx-tiny', 'terminal').version, '1.2.0');
    remove('terminal/go');
  });

  it('is waited for no longer than its terminal is open', async () => {
    const shell = await openTerminal('scan', pretendedNpm);
    shell.executeCommand('cd ../terminal && npm ci');
    const { ended } = await waitingInstall('fx-esm', 'Waiting for "npm ci"');
    terminals.pop()?.dispose();
    await ended;
    assert.equal(installed('fx-esm', 'terminal').version, '1.0.0');
  });

  it('is waited for when it is the real npm, and both packages are there', async () => {
    const upstream = process.env.QM_TEST_REGISTRY ?? '';
    const gate = Promise.withResolvers<void>();
    const slow = http.createServer(({ url }, response) => {
      void gate.promise.then(() => response.writeHead(307, { location: `${upstream}${url}` }).end());
    });
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = slow.address() as AddressInfo;
      const shell = await openTerminal('terminal');
      const command = `npm install --registry=http://127.0.0.1:${port} fx-heavy`;
      shell.executeCommand(command);
      const { ended } = await waitingInstall('fx-major', `Waiting for "${command}"`);
      gate.resolve();
      await ended;
      await noDiagnosticOn('terminal/fx-major.js', 'fx-major');
      assert.equal(installed('fx-major', 'terminal').version, '2.0.0');
      assert.ok(exists('terminal/node_modules/fx-heavy/package.json'), 'what was installed by hand');
    } finally {
      gate.resolve();
      slow.close();
    }
  });
});

describe('a git that works on the repository', () => {
  afterEach(closeEditors);
  afterEach(() => remove('terminal/.git'));

  const merging = 'Waiting for a merge or rebase';
  for (const [name, mark, step] of [
    ['fx-typed', 'MERGE_HEAD', merging],
    ['fx-bin', 'rebase-merge/head-name', merging],
    ['fx-with-deps', 'index.lock', 'Waiting for git'],
  ] as const) {
    it(`is waited for, and named, as long as there is ${mark}`, async () => {
      write('terminal/.git/HEAD', 'ref: refs/heads/main\n');
      write(`terminal/.git/${mark}`, '');
      const { ended } = await waitingInstall(name, step);
      remove(`terminal/.git/${mark.split('/')[0] ?? mark}`);
      await ended;
      assert.equal(installed(name, 'terminal').version, versions[name]);
    });
  }
});
