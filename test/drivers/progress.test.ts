import assert from 'node:assert/strict';
import { tellMs } from '../../src/engine/live-steps.ts';
import type { LiveStep } from '../../src/model/live-step.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { ManagerProgress } from '../../src/ports/manager-driver.ts';
import { install } from '../support/engine.ts';
import { recording } from '../support/engine-project.ts';
import { useManager } from '../support/manager-suite.ts';
import { testManagers } from '../support/managers.ts';

/** These print nothing on the way that a program could read. */
const silent = ['npm-11', 'npm-12', 'bun-1'];

/** What is told now and then is told at once. */
const hasty: Clock = {
  ...systemClock,
  schedule(run, milliseconds) {
    if (milliseconds !== tellMs) return systemClock.schedule(run, milliseconds);
    queueMicrotask(run);
    return () => undefined;
  },
};

describe('progress by the words of the package manager', () => {
  for (const { label } of testManagers()) {
    describe(label, () => {
      const { manager, project, open } = useManager(label);

      it('is read as it comes, and never goes back', async () => {
        const begin = manager.driver.readProgress;
        if (begin === undefined) return assert.ok(silent.includes(label));
        const app = project();
        const told: ManagerProgress[] = [];
        const { runner } = recording();
        const listening: typeof runner = {
          ...runner,
          run(request, signal) {
            const read = begin();
            const onOutput = (piece: string): void => {
              // A pipe may break it anywhere.
              for (const part of piece.match(/[^]{1,7}/g) ?? []) {
                const found = read(part);
                if (found !== undefined && request.cwd === app.folder) told.push(found);
              }
            };
            return runner.run({ ...request, onOutput }, signal);
          },
        };
        const operation = await install(await open(app, { run: listening }), 'fx-with-deps', 'fx-major');
        assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
        const order = ['resolving', 'fetching', 'linking'];
        assert.equal(told.at(-1)?.phase, 'linking');
        for (const [index, now] of told.entries()) {
          const before = told[index - 1];
          if (before === undefined) continue;
          const step = order.indexOf(now.phase) - order.indexOf(before.phase);
          assert.ok(step > 0 || (step === 0 && (now.done ?? 0) >= (before.done ?? 0)), JSON.stringify(told));
          assert.ok((now.done ?? 0) <= (now.of ?? Infinity));
        }
      });

      it('is told while the operation runs, and no longer', async () => {
        const app = project();
        const engine = await open(app, { clock: hasty });
        const seen: LiveStep[] = [];
        engine.onDidChange(() => seen.push(...engine.queue.live.values()));
        await install(engine, 'fx-with-deps');
        assert.equal(engine.queue.live.size, 0);
        assert.equal(seen.length > 0, !silent.includes(label));
        assert.deepEqual(
          seen.map(({ progress }) => progress),
          seen.map(({ progress }) => progress).toSorted((a, b) => a - b),
        );
        if (seen.length > 0) assert.match(seen.at(-1)?.step ?? '', /^(Putting packages in place|Fetching packages)/);
      });
    });
  }
});
