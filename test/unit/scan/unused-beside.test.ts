import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/errors.ts';
import { diskTree } from '../../../src/node/disk-tree.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Scanner } from '../../../src/ports/scanner.ts';
import { useTempProjects, type FileBody, type TempProject } from '../../support/temp-project.ts';
import { never, testScanner } from './support.ts';

type Files = Readonly<Record<string, FileBody>>;

/** Milliseconds within which who asks for something else, or for an end, is heard. */
const heardWithin = 50;

const many = Array.from({ length: 1_000 }, (_, index) => index);

const gone: Files = {
  'package.json': { dependencies: { gone: '1' } },
  'node_modules/gone/package.json': { version: '1.0.0' },
};

const large: readonly (readonly [what: string, files: Files])[] = [
  ['texts', Object.fromEntries(many.map((index) => [`styles/${index}.css`, `.a${index} {}`]))],
  ['sources', Object.fromEntries(many.map((index) => [`src/${index}.js`, `export const a = ${index};`]))],
  ['packages', Object.fromEntries(many.map((index) => [`node_modules/p${index}/package.json`, { name: `p${index}` }]))],
  [
    'declared packages',
    {
      'package.json': {
        dependencies: Object.fromEntries(['gone', ...many.map((index) => `d${index}`)].map((name) => [name, '1'])),
      },
      ...Object.fromEntries(many.map((index) => [`node_modules/d${index}/package.json`, { version: '1.0.0' }])),
    },
  ],
];

/** A scanner for which time passes by reading: a millisecond a file. `onRead`: told what is read, and when. */
function slowScanner(onRead: (path: string, now: number) => void): { readonly scanner: Scanner; now(): number } {
  let now = 0;
  const clock: Clock = {
    now: () => new Date(now),
    schedule: () => () => undefined,
    pause: () => Promise.resolve(),
  };
  const readText = (path: string): string | undefined => {
    now += 1;
    onRead(path, now);
    return diskTree.readText(path);
  };
  return { scanner: testScanner({ clock, tree: { ...diskTree, readText } }), now: () => now };
}

/** The middle of what is read of a folder: read by the number that many files have in their names. */
const isInTheMiddle = (path: string): boolean => /[^\d]500[^\d]/.test(path);

describe('a look for what nothing uses', () => {
  const makeProject = useTempProjects();
  const projectOf = (files: Files): TempProject => makeProject({ files: { ...gone, ...files } });

  for (const [what, files] of large) {
    it(`answers a document meanwhile, among many ${what}`, async () => {
      const { folder } = projectOf(files);
      const begun = Promise.withResolvers<number>();
      const { scanner, now } = slowScanner((path, at) => isInTheMiddle(path) && begun.resolve(at));
      await scanner.readProjects(folder, never);
      let isOver = false;
      const look = scanner.findUnused(folder, never).finally(() => (isOver = true));
      const asked = await begun.promise;
      const { uses } = await scanner.scanDocument(folder, 'a.js', "import 'new-one';", never);
      assert.deepEqual([uses.map((use) => use.package as string), isOver], [['new-one'], false]);
      assert.ok(now() - asked <= heardWithin, `${now() - asked} ms`);
      const { found } = await look;
      assert.ok(found.some((one) => one.package === 'gone'));
    });

    it(`ends at once when it is cancelled, among many ${what}`, async () => {
      const { folder } = projectOf(files);
      const controller = new AbortController();
      let asked = Infinity;
      const { scanner, now } = slowScanner((path, at) => {
        if (!isInTheMiddle(path) || controller.signal.aborted) return;
        asked = at;
        controller.abort();
      });
      await assert.rejects(scanner.findUnused(folder, controller.signal), CancelledError);
      assert.ok(now() - asked <= heardWithin, `${now() - asked} ms`);
    });
  }

  const names = Array.from({ length: 8 }, (_, index) => `made-up-${index}`);
  const declared = Object.fromEntries(names.map((name) => [`types/${name}.d.ts`, `declare module '${name}';`]));
  const text = names.map((name) => `import '${name}';\n`).join('');

  it('hides from no document what is declared, though it is the first look at the folder', async () => {
    const { folder } = projectOf({ ...declared, 'src/a.ts': '', 'src/b.ts': '' });
    let now = 0;
    const clock: Clock = {
      now: () => new Date((now += 1_000)),
      schedule: () => () => undefined,
      pause: () => Promise.resolve(),
    };
    const scanner = testScanner({ clock });
    const look = { isOver: false };
    const looking = scanner.findUnused(folder, never).finally(() => (look.isOver = true));
    for (let asked = 0; !look.isOver; asked += 1) {
      const { uses } = await scanner.scanDocument(folder, 'src/a.ts', `${text}// ${asked}`, never);
      assert.deepEqual(uses, []);
      await new Promise(setImmediate);
    }
    await looking;
  });

  it('changes nothing of a look at the folder beside it', async () => {
    const { folder } = projectOf({ ...declared, 'src/a.ts': text, 'src/b.ts': "import 'missing';" });
    const whole = await testScanner().scanFolder(folder, never);
    const scanner = testScanner();
    const [found, report] = await Promise.all([scanner.scanFolder(folder, never), scanner.findUnused(folder, never)]);
    assert.deepEqual({ ...found, stats: null }, { ...whole, stats: null });
    assert.deepEqual(
      report.found.map((one) => one.package as string),
      ['gone'],
    );
  });

  it('leaves the declarations known, as does a look at the projects alone', async () => {
    const { folder } = projectOf({ ...declared, 'src/a.ts': '' });
    for (const look of ['findUnused', 'readProjects'] as const) {
      const scanner = testScanner();
      await scanner[look](folder, never);
      assert.deepEqual((await scanner.scanDocument(folder, 'src/a.ts', text, never)).uses, [], look);
    }
  });
});
