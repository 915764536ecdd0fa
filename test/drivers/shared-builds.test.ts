import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import type { BuildShare, ShownPackage } from '../../src/model/build.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { install, never } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import { binOf } from '../support/managers.ts';
import type { TempProject } from '../support/temp-project.ts';
import { typed } from '../support/typed-cli.ts';

interface Shared extends Omit<BuildShare, 'stands' | 'putsAside'> {
  readonly label: string;
  /** What the manager is told in a fresh clone. */
  readonly frozen: readonly string[];
  /** Of the file, by what stood there before. */
  readonly expected: (before: string) => string;
}

const entry = 'fx-native@1.0.0';
const bunAlone = 'Bun then builds nothing else, not even the well-known packages that it trusts without a list.';
const inManifest = (list: object) => (before: string) =>
  `${JSON.stringify({ ...(JSON.parse(before) as object), ...list }, undefined, 2)}\n`;
const allowBuilds = (before: string): string => `${before}allowBuilds:\n  ${entry}: true\n`;

const table: readonly Shared[] = [
  {
    ...{ label: 'npm-12', frozen: ['ci'], file: 'package.json', setting: 'allowScripts', entry, isExact: true },
    expected: inManifest({ allowScripts: { [entry]: true } }),
  },
  {
    ...{ label: 'pnpm-10', frozen: ['install', '--frozen-lockfile'], file: 'pnpm-workspace.yaml' },
    ...{ setting: 'allowBuilds', entry, isExact: true, expected: allowBuilds },
  },
  {
    ...{ label: 'pnpm-12', frozen: ['install', '--frozen-lockfile'], file: 'pnpm-workspace.yaml' },
    ...{ setting: 'allowBuilds', entry, isExact: true, expected: allowBuilds },
  },
  {
    ...{ label: 'yarn-4', frozen: ['install', '--immutable'], file: 'package.json', setting: 'dependenciesMeta' },
    ...{ entry, isExact: true, expected: inManifest({ dependenciesMeta: { [entry]: { built: true } } }) },
  },
  {
    ...{ label: 'bun-1', frozen: ['install', '--frozen-lockfile'], file: 'package.json' },
    ...{ setting: 'trustedDependencies', entry: 'fx-native', isExact: false },
    expected: inManifest({ trustedDependencies: ['fx-native'] }),
  },
];

const native: FixturePackage = {
  name: 'fx-native',
  versions: {
    '1.0.0': {
      ageDays: 90,
      manifest: { scripts: { install: 'node build.js' } },
      files: { 'build.js': "require('node:fs').writeFileSync('built.node', '');\n" },
    },
  },
};

describe('an approval that is shared', () => {
  for (const { label, frozen, expected, ...share } of table) {
    const putsAside = label === 'bun-1' ? bunAlone : undefined;
    describe(label, () => {
      const { manager, registry, project, open } = useManager(label);
      before(() => registry().publish(native));

      const shown = async (engine: Engine): Promise<ShownPackage> => {
        const [found, ...others] = await engine.builds.withScripts('fx-native', never);
        assert.deepEqual(others, []);
        return found ?? assert.fail('it does not stand there');
      };
      const filesOf = (app: TempProject): readonly string[] => [app.read(share.file), app.read(manager.lockfile)];
      const succeed = async (operation: Promise<Operation>): Promise<Operation> => {
        const { status, error } = await operation;
        assert.equal(status, 'succeeded', JSON.stringify(error));
        return operation;
      };

      it('is what the package manager itself goes by in a clone, and comes back as it was', async () => {
        const app = project();
        const engine = await open(app);
        await install(engine, 'fx-native');
        const before = filesOf(app);
        const asked = await shown(engine);
        assert.deepEqual(await engine.builds.planShare('', asked, never), { ...share, stands: false, putsAside });
        for (const other of [{ integrity: 'sha512-x' }, { scripts: ['install: x'] }]) {
          const refused = await engine.builds.share('', { ...asked, ...other }, { confirmed: true }, never);
          assert.deepEqual([refused.status, refused.error?.code], ['failed', 'QM_BUILD_FAILED']);
        }
        assert.deepEqual(filesOf(app), before);

        const operation = await succeed(engine.builds.share('', asked, { confirmed: true }, never));
        assert.deepEqual([operation.kind, operation.trigger], ['share', 'manual']);
        const shared = filesOf(app);
        assert.equal(shared[0], expected(before[0] ?? ''));
        assert.deepEqual(await engine.builds.planShare('', asked, never), {
          ...share,
          stands: true,
          putsAside: undefined,
        });
        assert.equal(isBuiltIn(cloneOf(app)), true);

        const { how, installs } = await engine.planRollback(operation.id, never);
        assert.deepEqual([how, installs, await engine.rollbackConcerns(operation.id, never)], ['bytes', false, []]);
        const back = await succeed(engine.rollBack(operation.id, 'manual', never));
        assert.deepEqual(filesOf(app), before);
        await succeed(engine.rollBack(back.id, 'manual', never));
        assert.deepEqual(filesOf(app), shared);

        // What came later stays.
        const later = share.file === 'package.json' ? laterInManifest : laterInYaml;
        app.write(share.file, later(app.read(share.file)));
        assert.equal((await engine.planRollback(operation.id, never)).how, 'edits');
        await succeed(engine.rollBack(operation.id, 'manual', never));
        assert.deepEqual(filesOf(app), [later(before[0] ?? ''), before[1]]);
      });

      const cloneOf = (app: TempProject): TempProject => {
        const clone = project();
        for (const name of fs.readdirSync(app.folder)) {
          if (fs.statSync(app.path(name)).isFile()) fs.copyFileSync(app.path(name), clone.path(name));
        }
        const { tool } = manager;
        execFileSync(tool.file, [...tool.prefix, ...frozen], { cwd: clone.folder, stdio: 'pipe' });
        return clone;
      };
    });
  }
});

describe('quartermaster build --share', () => {
  interface Printed {
    readonly build: { readonly hash: string };
    readonly operation: { readonly status: string } | null;
    readonly share: object;
    readonly shared: { readonly id: string; readonly status: string } | null;
    readonly decision?: string;
  }
  const printed = (text: string): Printed => JSON.parse(text) as Printed;

  for (const [label, share, builds] of [
    [
      'npm-12',
      { file: 'package.json', setting: 'allowScripts', entry, exact: true, stands: false, putsAside: null },
      true,
    ],
    [
      'bun-1',
      {
        file: 'package.json',
        setting: 'trustedDependencies',
        entry: 'fx-native',
        exact: false,
        stands: false,
        putsAside: bunAlone,
      },
      false,
    ],
  ] as const) {
    describe(label, () => {
      const { manager, registry, project } = useManager(label);
      before(() => registry().publish(native));

      it('asks for each of the two, and is taken back as anything else', async () => {
        const app = project();
        process.env['PATH'] = `${binOf(manager)}${path.delimiter}${process.env['PATH'] ?? ''}`;
        assert.equal((await typed(app, ['install', 'fx-native', '--yes'])).code, 0);
        const before = app.read('package.json');
        const args = ['build', 'fx-native', '--share'];

        const shown = await typed(app, [...args, '--dry-run', '--json']);
        const plan = printed(shown.out);
        assert.deepEqual([shown.code, plan.decision, plan.share], [1, 'ask', share]);
        const refused = await typed(app, args, { answer: 'n' });
        assert.equal(refused.code, 1);
        assert.match(
          refused.questions.join(),
          builds ? /^Run these scripts on this machine/ : /^Write that, for everybody/,
        );
        assert.deepEqual([app.read('package.json'), isBuiltIn(app)], [before, false]);

        const done = await typed(app, args, { answer: 'y' });
        assert.deepEqual(
          [done.code, done.questions.length, isBuiltIn(app)],
          builds ? [0, 2, true] : [1, 1, false],
          done.error,
        );
        assert.match(done.error, /^This writes "fx-native.*" into ".*" of package\.json\.$/m);
        assert.notEqual(app.read('package.json'), before);
        const again = await typed(app, args);
        assert.deepEqual([again.questions, / says so already\./.test(again.out)], [[], true]);

        const { operations } = JSON.parse((await typed(app, ['history', '--json'])).out) as {
          operations: readonly { readonly id: string; readonly kind: string }[];
        };
        const { id } = operations.find(({ kind }) => kind === 'share') ?? assert.fail('it is not recorded');
        assert.equal((await typed(app, ['rollback', id])).code, 0);
        assert.equal(app.read('package.json'), before);

        // A yes of a script names what it saw.
        const { hash } = plan.build;
        const script = await typed(app, [...args, '--yes', '--hash', hash, '--json'], { isTerminal: false });
        assert.deepEqual([printed(script.out).operation, printed(script.out).shared?.status], [null, 'succeeded']);
      });
    });
  }
});

function laterInManifest(text: string): string {
  return text.replace('"name"', '"description": "later",\n  "name"');
}

function laterInYaml(text: string): string {
  return `# later\n${text}`;
}

function isBuiltIn({ folder }: TempProject): boolean {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('built.node'));
}
