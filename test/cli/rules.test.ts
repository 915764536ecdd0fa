import assert from 'node:assert/strict';
import { cli } from '../support/cli.ts';
import { useHermeticProcess } from '../support/engine.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { typed } from '../support/typed-cli.ts';

describe('quartermaster rules', () => {
  useHermeticProcess();
  const makeProject = useTempProjects();
  const project = (rules?: unknown) =>
    makeProject({
      files: { 'package.json': { name: 'app' }, ...(rules === undefined ? {} : { 'quartermaster.json': { rules } }) },
    });

  it('lists what is built in', async () => {
    const { code, stdout } = await cli(project(), ['rules']);
    assert.equal(code, 0);
    assert.match(stdout, /^built-in:ask-breaking {2}ask {2}-10 {2}Ask before an update that may break something$/m);
  });

  it('says of the rules of a repository which hold, which wait and which do not count', async () => {
    const app = project([
      { id: 'no', name: 'No moment', kind: 'block', conditions: { package: 'moment' } },
      { id: 'all', name: 'All', kind: 'auto-install', conditions: {} },
      { id: 'bad', name: 'Bad', kind: 'bloc', conditions: {} },
    ]);
    const { code, stdout } = await cli(app, ['rules']);
    assert.equal(code, 1);
    assert.match(stdout, /^file:no {2}block {2}0 {2}No moment$/m);
    assert.match(stdout, /^file:all {2}auto-install {2}0 {2}All {2}waits: nobody accepted it$/m);
    assert.match(stdout, /^quartermaster\.json:\d+:\d+ {2}\S/m);
    const { document } = await cli(app, ['rules', '--json']);
    const { rules, waiting, faults } = document<Record<'rules' | 'waiting' | 'faults', readonly { id?: string }[]>>();
    assert.deepEqual(
      [rules.filter(({ id }) => id === 'file:no').length, waiting.map(({ id }) => id), faults.length],
      [1, ['file:all'], 1],
    );
  });

  const loose = { id: 'all', name: 'All', kind: 'auto-install', conditions: {} };
  const document = <T>(text: string): T => JSON.parse(text) as T;
  interface Acceptance {
    readonly hash: string;
    readonly accepted: boolean;
    readonly decision?: string;
    readonly changes: readonly string[];
  }

  it('are not accepted by a script that has not seen them', async () => {
    const app = project([loose]);
    const asked = await cli(app, ['rules', 'accept', '--json']);
    const { hash, accepted, decision, changes } = asked.document<Acceptance>();
    assert.deepEqual(
      [asked.code, accepted, decision, changes],
      [1, false, 'ask', ['New: All (auto-install, priority 0)']],
    );
    for (const [args, told] of [
      [['--yes'], /^QM_USAGE --yes accepts only what was looked at\./m],
      [['--yes', '--hash', hash.slice(0, 11)], /^QM_BASE_MOVED /m],
      [['--yes', '--hash', '0'.repeat(64)], /^QM_BASE_MOVED /m],
    ] as const) {
      const refused = await cli(app, ['rules', 'accept', ...args]);
      assert.deepEqual([refused.code, told.test(refused.stderr)], [2, true], refused.stderr);
    }
    const seen = await cli(app, ['rules', 'accept', '--yes', '--hash', hash, '--json']);
    assert.deepEqual([seen.code, seen.document<Acceptance>().accepted], [0, true], seen.stderr);
    const { rules, waiting } = (await cli(app, ['rules', '--json'])).document<{
      rules: readonly { id: string; holds: boolean }[];
      waiting: readonly unknown[];
    }>();
    assert.deepEqual([rules.some(({ id, holds }) => id === 'file:all' && holds), waiting], [true, []]);
  });

  it('are accepted by a person, and after a change wait again with what is other', async () => {
    const app = project([loose]);
    const refused = await typed(app, ['rules', 'accept'], { answer: 'n' });
    assert.deepEqual(
      [refused.code, refused.questions, refused.out],
      [1, ['Let these rules hold? [y/N] '], 'Nothing was accepted.\n'],
    );
    assert.match(refused.error, /^New: All \(auto-install, priority 0\)$/m);
    assert.equal((await typed(app, ['rules', 'accept'], { answer: 'y' })).code, 0);
    const again = await typed(app, ['rules', 'accept']);
    assert.deepEqual([again.code, again.questions], [0, []]);

    app.write('quartermaster.json', { rules: [{ ...loose, priority: 7 }] });
    const list = await typed(app, ['rules']);
    assert.match(list.out, /^file:all .* waits: the rules changed since they were accepted$/m);
    const dry = await typed(app, ['rules', 'accept', '--dry-run']);
    assert.equal(dry.code, 1);
    assert.match(dry.out, /^Changed: All: priority is 7, was 0\nTo accept exactly this: quartermaster rules accept /);
    const { hash } = document<Acceptance>((await typed(app, ['rules', 'accept', '--json'])).out);
    assert.equal((await typed(app, ['rules', 'accept', '--hash', hash], { answer: 'y' })).code, 0);
  });

  it('are forgotten with the folder', async () => {
    const app = project([loose]);
    await typed(app, ['rules', 'accept'], { answer: 'y' });
    assert.equal((await typed(app, ['forget', '--yes'])).code, 0);
    assert.match((await typed(app, ['rules'])).out, /waits: nobody accepted it/);
  });

  it('says what it does not know', async () => {
    const { code, stderr } = await cli(project(), ['rules', 'acept']);
    assert.equal(code, 2);
    assert.match(stderr, /^QM_USAGE "acept" is nothing that can be done with rules\./);
  });

  it('says who updates the repository, what other tools have set, and what of that is not held', async () => {
    const app = project();
    app.write('renovate.json', { extends: ['config:recommended'], ignoreDeps: ['react'], minimumReleaseAge: 'soon' });
    app.write('.npmrc', 'min-release-age=30\nmin-release-age-exclude=@my/*\n');
    const { code, stdout } = await cli(app, ['rules']);
    assert.equal(code, 1);
    for (const line of [
      'settings:renovate.json#ignoreDeps  pin  -5  ignoreDeps of renovate.json',
      'settings:.npmrc#min-release-age  ask  -5  min-release-age of .npmrc: 30 days',
      'Renovate updates this repository (renovate.json): automatic updates are off.',
      'renovate.json:2:14  "extends": What presets say is not known here.',
    ]) {
      assert.ok(stdout.split('\n').includes(line), `${line}\n${stdout}`);
    }
    assert.match(stdout, /^renovate\.json:\d+:\d+ {2}"minimumReleaseAge": This is no time that can be read\.$/m);
    assert.match(
      stdout,
      /^settings:\.npmrc#min-release-age\.exclude {2}auto-install .* {2}waits: nobody accepted it$/m,
    );
    app.write('renovate.json', { extends: ['config:recommended'] });
    // What is right as it stands and not held here is no fault.
    assert.equal((await cli(app, ['rules'])).code, 0);
    const { updatesBy, notes, faults } = (await cli(app, ['rules', '--json'])).document<Record<string, unknown[]>>();
    assert.deepEqual([updatesBy, notes?.length, faults], [[{ tool: 'Renovate', file: 'renovate.json' }], 1, []]);
  });
});
