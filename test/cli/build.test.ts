import assert from 'node:assert/strict';
import { useCliProjects } from '../support/cli-projects.ts';
import { useHermeticProcess } from '../support/engine.ts';
import { typed } from '../support/typed-cli.ts';

interface Row {
  readonly package: string;
  readonly version: string;
  readonly integrity: string | null;
  readonly places: readonly string[];
  readonly scripts: readonly string[];
  readonly files: readonly string[];
  readonly hash: string;
  readonly obstacle?: { readonly code: string } | null;
}

describe('quartermaster build', () => {
  useHermeticProcess();
  const { project } = useCliProjects();
  const built = 'node_modules/fx-script/postinstall-ran.txt';
  const installed = async () => {
    const app = project({ 'package.json': { name: 'app' }, 'a.js': "import 'fx-script';\n" });
    assert.equal((await typed(app, ['install', 'fx-script', '--yes'])).code, 0);
    return app;
  };

  it('lists what is unbuilt, and runs nothing that a script has not seen', async () => {
    const app = await installed();
    const list = await typed(app, ['build', '--json']);
    const { unbuilt } = JSON.parse(list.out) as { unbuilt: readonly Row[] };
    assert.deepEqual(
      unbuilt.map((row) => [row.package, row.version, row.places, row.scripts, row.files, row.obstacle]),
      [
        [
          'fx-script',
          '1.0.0',
          ['node_modules/fx-script'],
          ['postinstall: node postinstall.js'],
          ['node_modules/fx-script/postinstall.js'],
          null,
        ],
      ],
    );
    assert.equal(list.code, 1);
    const hash = unbuilt[0]?.hash ?? '';
    assert.match(unbuilt[0]?.integrity ?? '', /^sha512-/);
    for (const [args, told] of [
      [['fx-script', '--yes'], /^QM_USAGE --yes runs only what was looked at\./m],
      [['fx-script', '--yes', '--hash', hash.slice(0, 11)], /^QM_BASE_MOVED /m],
      [['fx-script', '--yes', '--hash', '0'.repeat(64)], /^QM_BASE_MOVED /m],
      [['fx-script@2.0.0'], /^QM_BUILD_FAILED fx-script 2\.0\.0 does not stand there unbuilt\./m],
      [['--yes'], /^QM_USAGE Name the package/m],
    ] as const) {
      const refused = await typed(app, ['build', ...args], { isTerminal: false });
      assert.deepEqual([refused.code, told.test(refused.error)], [2, true], refused.error);
    }
    const dry = await typed(app, ['build', 'fx-script', '--dry-run', '--json']);
    const { operation, decision } = JSON.parse(dry.out) as Record<string, unknown>;
    assert.deepEqual([dry.code, operation, decision], [1, null, 'ask']);
    assert.equal(app.exists(built), false);

    const args = ['build', 'fx-script', '--yes', '--hash', hash.slice(0, 12), '--json'];
    const done = await typed(app, args, { isTerminal: false });
    const record = (JSON.parse(done.out) as { operation: Readonly<Record<string, unknown>> }).operation;
    assert.deepEqual([done.code, record['status'], record['kind']], [0, 'succeeded', 'build'], done.error);
    assert.equal(record['decidedBy'], '--yes without a terminal');
    assert.equal(app.exists(built), true);
    assert.deepEqual((await typed(app, ['build'])).code, 0);
  });

  it('shows a person what would run, and runs it where they say so', async () => {
    const app = await installed();
    const refused = await typed(app, ['build', 'fx-script'], { answer: 'n' });
    assert.deepEqual([refused.code, refused.questions.length, refused.out], [1, 1, 'Nothing was run.\n']);
    for (const shown of [
      /^fx-script 1\.0\.0 {2}sha512-/m,
      /^ {2}in node_modules\/fx-script$/m,
      /^ {2}postinstall: node /m,
    ]) {
      assert.match(refused.error, shown);
    }
    assert.equal(app.exists(built), false);
    const done = await typed(app, ['build', 'fx-script@1.0.0'], { answer: 'y' });
    assert.deepEqual([done.code, app.exists(built)], [0, true], done.error);
    assert.match((await typed(app, ['history'])).out, /done {2}build fx-script 1\.0\.0/);
  });
});
