import assert from 'node:assert/strict';
import { debounceMs, DocumentFeed } from '../../../src/engine/document-feed.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { quietMs } from '../../../src/engine/intent.ts';
import type { InstallOutcome } from '../../../src/model/install.ts';
import type { Registry } from '../../../src/ports/registry.ts';
import type { Scanner } from '../../../src/ports/scanner.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { contextOf, never, useEngines } from '../../support/engine.ts';
import { useTempProjects } from '../../support/temp-project.ts';
import { until } from '../../support/until.ts';

const file = 'src/a.js';

/** A registry that is down: what autopilot would install, it leaves to the user, and so it can be seen. */
const down: Registry = {
  packument: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
  savePrefix: async () => '^',
};

/** The real scanner; looks at a document that begin between `hold` and `go` end only after `release`. */
function slow(scanner: Scanner) {
  const gate = Promise.withResolvers<void>();
  let isHolding = false;
  const scanDocument: Scanner['scanDocument'] = async (...asked) => {
    if (isHolding) await gate.promise;
    return scanner.scanDocument(...asked);
  };
  return {
    scanner: new Proxy(scanner, {
      get: (target, key: keyof Scanner) => (key === 'scanDocument' ? scanDocument : target[key].bind(target)),
    }),
    hold: () => (isHolding = true),
    go: () => (isHolding = false),
    release: () => gate.resolve(),
  };
}

describe('an engine whose documents take time to look at', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** An editor on src/a.js in autopilot, and what autopilot left to the user because the registry is down. */
  async function editor(onDisk: string) {
    const app = makeProject({ files: { 'package.json': {}, [file]: onDisk } });
    const clock = new FakeClock();
    const { scanner, ...pace } = slow(contextOf(app).scanner);
    const engine: Engine = await start(app, { clock, scanner, registry: down });
    await engine.setMode('autopilot');
    const asked: InstallOutcome[] = [];
    engine.onDidAsk((outcome) => asked.push(outcome));
    let text = onDisk;
    let saves = 0;
    const feed = new DocumentFeed(
      {
        text: () => text,
        look: (what, kind, signal) => engine.documentChanged(file, what, kind, signal),
        saved() {
          engine.documentSaved(file);
          saves += 1;
        },
        failed: (error) => assert.fail(String(error)),
      },
      clock.schedule,
    );
    feed.fromDisk();
    return {
      engine,
      ...pace,
      type(to: string) {
        text = to;
        feed.edited('typed');
        clock.advance(debounceMs);
      },
      save: () => feed.saved(),
      saved: (count: number) => until(() => saves === count),
      /** The packages that autopilot turned to, once it has been quiet. */
      async turnedTo() {
        clock.advance(quietMs);
        await until(() => asked.length > 0);
        return asked.flatMap((outcome) => outcome.asked.map((report) => report.package));
      },
    };
  }

  it('installs by itself what was saved while it was being looked at', async () => {
    const { engine, hold, release, type, save, saved, turnedTo } = await editor('');
    await engine.scan(never);
    hold();
    type("import 'zod';\n");
    save();
    release();
    await saved(1);
    assert.deepEqual(await turnedTo(), ['zod']);
  });

  it('does so where a look at the whole folder overtook it', async () => {
    const { engine, hold, go, release, type, save, saved, turnedTo } = await editor('');
    await engine.scan(never);
    hold();
    type("import 'zod';\n");
    go();
    await engine.scan(never);
    release();
    await new Promise(setImmediate);
    save();
    await saved(1);
    assert.deepEqual(await turnedTo(), ['zod']);
  });
});
