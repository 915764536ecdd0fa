import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import type { ManagerId } from '../../src/model/project.ts';
import { install, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { load, lockedIn } from '../support/manager-projects.ts';
import { locatorOf, newestManagers } from '../support/managers.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

const managers = newestManagers();

const inOld = { 'fx-major': { version: '1.0.0' } };
const inNew = {
  '': { name: 'app', dependencies: { 'fx-major': '1.0.0' } },
  'node_modules/fx-major': { version: '1.0.0' },
};
const npmText = (lockfileVersion: number, more: object): string =>
  `${JSON.stringify({ name: 'app', lockfileVersion, requires: true, ...more }, undefined, 2)}\n`;
const berryText = (format: number): string =>
  `__metadata:\n  version: ${format}\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n` +
  '  dependencies:\n    fx-major: 1.0.0\n  languageName: unknown\n  linkType: soft\n\n' +
  '"fx-major@npm:1.0.0":\n  version: 1.0.0\n  resolution: "fx-major@npm:1.0.0"\n  languageName: node\n  linkType: hard\n';
const bunText = (version: number): string =>
  `{ "lockfileVersion": ${version}, "workspaces": { "": { "name": "app", "dependencies": { "fx-major": "1.0.0" } } }, "packages": {} }\n`;

/** Lockfiles as other versions of the manager wrote them, or may come to; a Yarn's own generation says `format`. */
const otherVersions: Readonly<Record<ManagerId, readonly (readonly [what: string, text: string])[]>> = {
  npm: [
    ['version 1', npmText(1, { dependencies: inOld })],
    ['version 2', npmText(2, { packages: inNew, dependencies: inOld })],
    ['version 3', npmText(3, { packages: inNew })],
    ['version 4, to come', npmText(4, { packages: inNew })],
  ],
  pnpm: [
    ['version 5', 'lockfileVersion: 5.4\nspecifiers:\n  fx-major: 1.0.0\ndependencies:\n  fx-major: 1.0.0\n'],
    [
      'version 6',
      "lockfileVersion: '6.0'\ndependencies:\n  fx-major:\n    specifier: 1.0.0\n    version: 1.0.0\npackages:\n  /fx-major@1.0.0:\n    resolution: {}\n",
    ],
    ['version 9 with nothing in it', "lockfileVersion: '9.0'\n"],
    ['version 13, to come', "lockfileVersion: '13.0'\n"],
  ],
  yarn: [
    ['version 1', '# yarn lockfile v1\n\n\nfx-major@1.0.0:\n  version "1.0.0"\n'],
    ['version 2, to come', '# yarn lockfile v2\n\n\nfx-major@1.0.0:\n  version "1.0.0"\n'],
    ['format of Yarn 1', '# yarn lockfile v1\n\n\nfx-major@1.0.0:\n  version "1.0.0"\n'],
    ...[4, 6, 8, 9, 99].map((format) => [`format ${format}`, berryText(format)] as const),
  ],
  bun: [0, 1, 2, 99].map((version) => [`version ${version}`, bunText(version)] as const),
};

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
    // What is edited is the same for all of them: each text meets some managers, and each manager some texts.
    const rows = managers.flatMap((manager, turn) =>
      odd.filter((_, index) => (index + turn) % 3 === 0).map((row) => [manager, ...row] as const),
    );
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

    const unreadable: readonly (readonly [what: string, text: string, place: string])[] = [
      ['with comments', '{\n  // mine\n  "name": "app"\n}\n', '2:3'],
      ['with a comma too many', '{\n  "name": "app",\n}\n', '3:1'],
      ['with the marks of a merge', '{\n<<<<<<< HEAD\n  "name": "app"\n=======\n>>>>>>> other\n}\n', '2:1'],
      ['of no bytes', '', '1:1'],
      ['that is a list', '[]\n', '1:1'],
    ];
    const refusals = managers.flatMap((manager, turn) =>
      unreadable.filter((_, index) => (index + turn) % 3 === 0).map((row) => [manager, ...row] as const),
    );
    for (const [manager, what, text, place] of refusals) {
      it(`${what} is refused, with ${manager.label}`, async () => {
        const app = project(text, manager.marks(registry));
        const engine = await start(app, { tools: locatorOf(manager) });
        const before = wholeTree(app);
        await assert.rejects(install(engine, 'fx-tiny'), {
          code: 'QM_MANIFEST_INVALID',
          message: `package.json:${place} is not valid JSON.`,
          hint: 'Mend its JSON, then try again. Nothing was changed.',
        });
        assert.deepEqual(wholeTree(app), before);
      });
    }

    it('with a field twice is refused, since an edit of the first would count for nothing', async () => {
      const text = '{ "name": "app", "dependencies": {}, "dependencies": { "fx-cjs": "1.0.0" } }\n';
      const app = project(text, {});
      const { status, error } = await install(await start(app), 'fx-tiny');
      assert.deepEqual(
        [status, error?.code, error?.message],
        ['failed', 'QM_MANIFEST_INVALID', 'package.json has "dependencies" twice, of which the last counts.'],
      );
      assert.equal(app.read('package.json'), text);
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
  for (const manager of managers) {
    describe(`of the lockfile of ${manager.label}`, () => {
      const began = async (): Promise<{ readonly app: TempProject; readonly engine: Engine }> => {
        const app = makeProject({
          registry,
          files: { 'package.json': { name: 'app', private: true }, ...manager.marks(registry) },
        });
        const engine = await start(app, { tools: locatorOf(manager) });
        assert.equal((await install(engine, 'fx-major@1.0.0')).status, 'succeeded');
        return { app, engine };
      };
      /** Refused by a sentence that a person understands, with nothing changed; false where it was installed instead. */
      const isRefused = async (app: TempProject, engine: Engine): Promise<boolean> => {
        const files = ['package.json', manager.lockfile];
        const before = files.map((name) => app.read(name));
        const { status, error } = await install(engine, 'fx-tiny');
        if (status === 'succeeded') return false;
        assert.deepEqual(
          files.map((name) => app.read(name)),
          before,
        );
        assert.ok(error !== undefined && error.code !== 'QM_INTERNAL', error?.message);
        assert.match(error.message, /^\S.{10,200}\.$/);
        assert.match(error.hint, /^\S.{10,}\.$/);
        return true;
      };
      const assertWhole = async (app: TempProject): Promise<void> => {
        assert.deepEqual(await lockedIn(manager, app), ['fx-major 1.0.0', 'fx-tiny 1.2.0']);
        assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
      };

      for (const [what, make] of broken) {
        it(`${what}: installed from what package.json says, or refused with nothing changed`, async () => {
          const { app, engine } = await began();
          app.write(manager.lockfile, make(app.read(manager.lockfile)));
          if (!(await isRefused(app, engine))) await assertWhole(app);
        });
      }

      for (const [what, text] of otherVersions[manager.id]) {
        const isOther = manager.generation === 'berry' ? what.startsWith('format') : !what.startsWith('format');
        if (!isOther) continue;
        it(`${what}: brought to what this one writes, or refused with nothing changed`, async () => {
          const { app, engine } = await began();
          app.write(manager.lockfile, text);
          if (!(await isRefused(app, engine))) await assertWhole(app);
        });
      }
    });
  }
});
