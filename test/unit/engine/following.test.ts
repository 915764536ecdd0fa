import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { isMissing } from '../../../src/model/finding.ts';
import { contextOf, useEngines } from '../../support/engine.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('an engine whose first look at a document was overtaken', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  const never = new AbortController().signal;

  /** The missing packages that stand still right after the first key in src/a.js. */
  async function still(onDisk: string, typed: string): Promise<readonly string[]> {
    const engine = await start(makeProject({ files: { 'package.json': {}, 'src/a.js': onDisk } }));
    await engine.scan(never);
    await engine.documents.changed('src/a.js', typed, 'typed', never);
    return engine.findings
      .filter(isMissing)
      .filter((finding) => engine.documents.standsStill(finding))
      .map((finding) => finding.package);
  }

  it('takes what stood on disk for standing still, and what was typed for typed', async () => {
    assert.deepEqual(await still("import 'axios';\n", "import 'axios';\nimport 'r';\n"), ['axios']);
  });

  it('takes all for standing still where the disk was not looked at', async () => {
    assert.deepEqual(await still(`import 'axios';${' '.repeat(1_600_000)}\n`, "import 'axios';\n"), ['axios']);
  });
});

describe('an engine with an open document', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  const never = new AbortController().signal;

  it('counts by its text what is used, and by the disk again when it is closed', async () => {
    const names = ['a', 'b'];
    const engine = await start(
      makeProject({
        files: {
          'package.json': { dependencies: { a: '1', b: '1' } },
          ...Object.fromEntries(names.map((name) => [`node_modules/${name}/package.json`, { version: '1.0.0' }])),
          ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`b${index}.js`, "import 'b';"])),
          'a.js': "import 'a'; import 'b';",
        },
      }),
    );
    await engine.scan(never);
    const settled = (): readonly string[] => (engine.snapshot?.settled ?? []).map((one) => one.package).toSorted();
    assert.deepEqual(settled(), names);
    await engine.documents.changed('a.js', '// gone', 'typed', never);
    assert.deepEqual(settled(), ['b'], 'others may use what has more places than are kept');
    engine.documents.closed('a.js');
    assert.deepEqual(settled(), names);
  });
});

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

  it('follows the default mode, as long as the user chose none for the folder', async () => {
    const engine = await start(makeProject({ files: { 'package.json': {} } }));
    assert.equal(engine.mode, 'assist');
    let told = 0;
    engine.onDidChange(() => (told += 1));
    await engine.setDefaultMode('off');
    assert.deepEqual([engine.mode, told], ['off', 1]);
    await engine.setMode('autopilot');
    await engine.setDefaultMode('assist');
    assert.equal(engine.mode, 'autopilot');
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
