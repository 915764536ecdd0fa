import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { cli } from './cli.ts';
import { eventually } from './eventually.ts';

const modes = ['off', 'assist', 'autopilot'] as const;
export type Mode = (typeof modes)[number];

/**
 * Chooses the mode as a user does: by the command and the quick pick that it opens. A pick cannot be asked whether it is
 * there, so the command line says what was chosen; if it was something else, the next try gives the pick more time.
 */
export async function chooseMode(mode: Mode): Promise<void> {
  let patienceMs = 250;
  await eventually(`the mode is ${mode}`, async () => {
    await pickRow(modes.indexOf(mode), (patienceMs *= 2));
    const { document } = await cli<{ mode: Mode }>(['mode']);
    return document.mode === mode;
  });
}

async function pickRow(index: number, patienceMs: number): Promise<void> {
  let closed = false;
  const done = Promise.resolve(vscode.commands.executeCommand('quartermaster.chooseMode')).then(() => (closed = true));
  await delay(patienceMs);
  for (let row = 0; row < index; row += 1) await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  await eventually('the quick pick closes', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return closed;
  });
  await done;
}
