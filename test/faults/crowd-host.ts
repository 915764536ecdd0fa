import { setTimeout as delay } from 'node:timers/promises';
import { binOf, type TestManager } from '../support/managers.ts';
import type { TempProject } from '../support/temp-project.ts';
import type { Workbench } from '../support/workbench.ts';
import { each, type CrowdWindow } from './crowd.ts';
import { HostWindows, statusOf } from './host-windows.ts';
import { endOf, isAsked } from './project-state.ts';

/** Longer than it takes from the command to the operation's row. */
const asksAgainMs = 5000;

/** Longer than one install waits for the others and for its turn. */
const patienceMs = 120_000;

/** A window of a real VS Code: what its user imports in a file, they install by the command palette. */
export function hostWindow(manager: TestManager, registry: { readonly url: string }): CrowdWindow {
  return async (app, caches) => {
    const path = `${binOf(manager)}:${process.env['PATH'] ?? ''}`;
    const windows = await HostWindows.open(registry, { PATH: path, ...caches });
    windows.adopt(app);
    const workbench = await windows.show(app);
    return {
      install: (names) => each(names, (name) => installMissing(app, workbench, name)),
      async close() {
        await workbench.close();
        await windows.close();
      },
    };
  };
}

async function installMissing(app: TempProject, workbench: Workbench, name: string): Promise<string | undefined> {
  try {
    // What was installed before is not looked at any more by then.
    await statusOf(workbench).filter({ hasNotText: 'missing' }).waitFor({ timeout: patienceMs });
    app.write(`${name}.js`, `require('${name}');\n`);
    await statusOf(workbench).filter({ hasText: '1 missing' }).waitFor({ timeout: patienceMs });
    const deadline = performance.now() + patienceMs;
    let asksAgainAt = 0;
    for (;;) {
      const end = endOf(app, name);
      if (end !== undefined) return end.status === 'succeeded' ? undefined : `${end.status} ${end.error ?? ''}`;
      if (performance.now() > deadline) return 'the window did not come to an end with it';
      if (!isAsked(app, name) && performance.now() > asksAgainAt) {
        // The one that is missing may have been the one before: then its user asks once more.
        await workbench.command('Quartermaster: Install Missing Packages');
        asksAgainAt = performance.now() + asksAgainMs;
      }
      await delay(20);
    }
  } catch (error) {
    return String(error);
  } finally {
    // What failed is not asked for again with the next.
    if (endOf(app, name)?.status !== 'succeeded') app.delete(`${name}.js`);
  }
}
