import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { contextOf, useEngines } from '../../support/engine.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('an engine beside others', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** Resolves once `holds` does, looked at whenever the engine says that something changed. */
  async function changes(engine: Engine, holds: () => boolean): Promise<void> {
    const events = new EventEmitter();
    const subscription = engine.onDidChange(() => events.emit('change'));
    try {
      while (!holds()) await once(events, 'change');
    } finally {
      subscription.dispose();
    }
  }

  it('follows the mode that another window or the command line chose', async () => {
    const app = makeProject({ files: { 'package.json': {} } });
    const [one, other] = [await start(app), await start(app)];
    await other.setMode('autopilot');
    await changes(one, () => one.mode === 'autopilot');
    await other.setMode('off');
    await changes(one, () => one.mode === 'off');
  });

  it('sees the journal that another process made', async () => {
    const app = makeProject({ files: { 'package.json': {} } });
    const engine = await start(app);
    assert.equal(engine.journal, undefined);
    const keeper = new JournalKeeper(contextOf(app));
    await keeper.write();
    await changes(engine, () => engine.journal !== undefined);
    keeper.dispose();
  });
});
