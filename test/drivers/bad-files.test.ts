import assert from 'node:assert/strict';
import { install, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { locatorOf, testManagers } from '../support/managers.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

/** Files as they are met in the wild: handled with all that is odd about them, or refused with nothing changed. */
describe('odd files', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  describe('of package.json', () => {
    const project = (text: string, marks: Readonly<Record<string, string>> = {}): TempProject =>
      makeProject({ registry, files: { ...marks, 'package.json': text } });
    const entry = (text: string): string | undefined =>
      (JSON.parse(text.replace(/^\uFEFF/, '')) as { dependencies: Record<string, string> }).dependencies['fx-tiny'];

    const odd: readonly (readonly [what: string, before: string, after: string])[] = [
      [
        'tabs and Windows line ends',
        '{\r\n\t"name": "app",\r\n\t"dependencies": {\r\n\t\t"fx-major": "^1.0.0"\r\n\t}\r\n}\r\n',
        '{\r\n\t"name": "app",\r\n\t"dependencies": {\r\n\t\t"fx-major": "^1.0.0",\r\n\t\t"fx-tiny": "^1.2.0"\r\n\t}\r\n}\r\n',
      ],
      [
        'a byte order mark, all on one line, and no line end',
        '\uFEFF{ "name": "app" }',
        '\uFEFF{\n  "name": "app",\n  "dependencies": {\n    "fx-tiny": "^1.2.0"\n  }\n}',
      ],
      [
        'one key twice: the last counts',
        '{\n  "name": "app",\n  "dependencies": { "fx-tiny": "1.0.0", "fx-tiny": "1.1.0" }\n}\n',
        '{\n  "name": "app",\n  "dependencies": { "fx-tiny": "1.0.0", "fx-tiny": "1.1.0" }\n}\n',
      ],
      [
        'a megabyte of its own',
        `{\n  "name": "app",\n  "long": "${'x'.repeat(1_000_000)}"\n}\n`,
        `{\n  "name": "app",\n  "long": "${'x'.repeat(1_000_000)}",\n  "dependencies": {\n    "fx-tiny": "^1.2.0"\n  }\n}\n`,
      ],
    ];
    const rows = testManagers().flatMap((manager) => odd.map((row) => [manager, ...row] as const));
    for (const [manager, what, before, after] of rows) {
      it(`with ${what}, by ${manager.label}`, async () => {
        const app = project(before, manager.marks(registry));
        const operation = await install(await start(app, { tools: locatorOf(manager) }), 'fx-tiny');
        assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
        const text = app.read('package.json');
        assert.ok(entry(text) !== undefined);
        assert.equal(text.length > 10_000 ? text === after : text, text.length > 10_000 ? true : after);
      });
    }

    it('with comments, which no manager reads, is refused', async () => {
      const app = project('{\n  // mine\n  "name": "app"\n}\n');
      const engine = await start(app);
      const before = wholeTree(app);
      await assert.rejects(install(engine, 'fx-tiny'), { code: 'QM_MANIFEST_INVALID' });
      assert.deepEqual(wholeTree(app), before);
    });
  });

  const conflict = (text: string): string => {
    const half = Math.floor(text.length / 2);
    return `${text.slice(0, half)}\n<<<<<<< HEAD\n=======\n>>>>>>> other\n${text.slice(half)}`;
  };
  const broken: readonly (readonly [what: string, make: (text: string) => string])[] = [
    ['with the marks of a merge', conflict],
    ['of no bytes', () => ''],
    ['cut off in its middle', (text) => text.slice(0, Math.floor(text.length / 2))],
    ['that is something else', () => '\u0000\u0001 not a lockfile \u0000'],
  ];
  for (const manager of testManagers()) {
    describe(`of the lockfile of ${manager.label}`, () => {
      for (const [what, make] of broken) {
        it(`${what}: installed from what package.json says, or refused with nothing changed`, async () => {
          const app = makeProject({
            registry,
            files: { 'package.json': { name: 'app', private: true }, ...manager.marks(registry) },
          });
          const engine = await start(app, { tools: locatorOf(manager) });
          assert.equal((await install(engine, 'fx-major@1.0.0')).status, 'succeeded');
          app.write(manager.lockfile, make(app.read(manager.lockfile)));
          const files = ['package.json', manager.lockfile];
          const before = files.map((name) => app.read(name));
          const operation = await install(engine, 'fx-tiny');
          if (operation.status === 'succeeded') {
            const { packages } = await manager.driver.readLockfile(app.read(manager.lockfile));
            assert.deepEqual(
              packages.filter(({ source }) => source === 'registry').map(({ name }) => name),
              ['fx-major', 'fx-tiny'],
            );
          } else {
            assert.deepEqual(
              files.map((name) => app.read(name)),
              before,
            );
            assert.ok(
              operation.error !== undefined && operation.error.code !== 'QM_INTERNAL',
              operation.error?.message,
            );
            assert.notEqual(operation.error.hint, '');
          }
        });
      }
    });
  }
});
