import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { cli } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import { useCliProjects } from '../support/cli-projects.ts';

interface OperationDocument {
  readonly operation: Record<string, unknown> & { readonly id: string };
}

describe('history, show and rollback', () => {
  const { project } = useCliProjects();

  it('know what was done, newest first, and take it back', async () => {
    const app = project();
    const before = app.read('package.json');
    const first = (await cli(app, ['install', 'fx-tiny', '--json'])).document<OperationDocument>().operation;
    const second = (await cli(app, ['install', '@fx/core', '--json'])).document<OperationDocument>().operation;
    const history = await cli(app, ['history', '--json']);
    assert.deepEqual([history.code, history.stderr], [0, '']);
    assert.deepEqual(history.document(), { schema: 1, operations: [second, first] });
    assert.deepEqual((await cli(app, ['history', '--json', '--limit', '1'])).document(), {
      schema: 1,
      operations: [second],
    });
    const shown = (await cli(app, ['show', first.id, '--json'])).document<OperationDocument>().operation;
    const { output, timeline, ...rest } = shown;
    assert.deepEqual(rest, first);
    assert.match(String(output), /"added": 1/);
    assert.match(String(shown['managerVersion']), /^\d+\.\d+\.\d+/);
    const entries = timeline as readonly { readonly kind: string; readonly step?: string; readonly mark: string }[];
    assert.deepEqual(
      [entries[0]?.kind, entries.at(-1)?.kind, entries.some(({ mark }) => mark !== 'done')],
      ['queued', 'ended', false],
    );
    const steps = entries.flatMap(({ step }) => step ?? []);
    assert.deepEqual([steps[0], steps.at(-1)], ['Resolving in a copy', 'Checking the result']);

    const undo = await cli(app, ['rollback', second.id.slice(0, 8), '--json']);
    const { operation } = undo.document<OperationDocument>();
    assert.deepEqual(
      [undo.code, operation['kind'], operation['status'], operation['undoes'], operation['packages']],
      [
        0,
        'rollback',
        'succeeded',
        second.id,
        [{ name: '@fx/core', from: '1.1.0', to: null, manifest: 'package.json', field: 'dependencies' }],
      ],
    );
    assert.equal((await cli(app, ['rollback', first.id])).code, 0);
    assert.equal(app.read('package.json'), before);
    assert.equal(app.exists('package-lock.json'), false);
    const { operations } = (await cli(app, ['history', '--json'])).document<{ operations: { status: string }[] }>();
    assert.deepEqual(
      operations.map(({ status }) => status),
      ['succeeded', 'succeeded', 'rolled-back', 'rolled-back'],
    );
  });

  it('are exported for programs and for spreadsheets, with nothing in it that one would calculate', async () => {
    const app = project();
    assert.equal((await cli(app, ['history', '--format', 'csv'])).stdout.split('\n').length, 2, 'the head alone');
    await cli(app, ['install', '@fx/core', 'fx-tiny']);
    const json = await cli(app, ['history', '--format', 'json']);
    assert.deepEqual(json.document(), (await cli(app, ['history', '--json'])).document());
    const { stdout, code } = await cli(app, ['history', '--format', 'csv']);
    assert.equal(code, 0);
    const [head, row, ...rest] = stdout.trimEnd().split('\n');
    assert.deepEqual(rest, []);
    const columns = head?.split(',') ?? [];
    const cells = row?.split(/,(?=")/) ?? [];
    const of = (name: string): string | undefined => cells[columns.indexOf(`"${name}"`)];
    assert.equal(cells.length, columns.length);
    assert.deepEqual([of('kind'), of('status'), of('triggeredBy')], ['"install"', '"succeeded"', '"manual"']);
    assert.equal(of('packages'), `"'@fx/core 1.1.0; fx-tiny 1.2.0"`);
    assert.match(of('createdAt') ?? '', /^"\d{4}-\d\d-\d\dT.*Z"$/);
    const both = await cli(app, ['history', '--format', 'csv', '--json']);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /^QM_USAGE --json and --format csv are two formats at once\./);
  });

  it('keep what the editor was told to keep, and no less', async () => {
    const app = project();
    for (const name of ['fx-tiny', '@fx/core']) await cli(app, ['install', name]);
    const names = async () => (await cli(app, ['history'])).stdout.match(/install \S+/g);
    assert.deepEqual(await names(), ['install @fx/core', 'install fx-tiny']);
    fs.writeFileSync(path.join(homeOf(app), 'quartermaster/retention.json'), '{ "days": 365, "operations": 1 }');
    assert.deepEqual(await names(), ['install @fx/core']);
  });

  it('say with --dry-run what forgetting would remove, and keep it', async () => {
    const app = project();
    await cli(app, ['install', 'fx-tiny']);
    const dry = await cli(app, ['forget', '--dry-run', '--json']);
    assert.deepEqual(dry.document(), {
      schema: 1,
      forgotten: false,
      planned: { operations: 1, rules: 0, mode: 'assist' },
    });
    assert.match(
      (await cli(app, ['forget', '--dry-run'])).stdout,
      /^Would forget 1 operation, 0 rules of your own, the mode assist, /,
    );
    assert.equal((await cli(app, ['history', '--json'])).document<{ operations: unknown[] }>().operations.length, 1);
  });

  it('say with --dry-run what a rollback would do, and touch nothing', async () => {
    const app = project();
    const { id } = (await cli(app, ['install', 'fx-tiny', '--json'])).document<OperationDocument>().operation;
    const installed = [app.read('package.json'), app.read('package-lock.json')];
    const dry = await cli(app, ['rollback', id, '--dry-run', '--json']);
    const packages = [{ name: 'fx-tiny', from: '1.2.0', to: null, manifest: 'package.json', field: 'dependencies' }];
    const files = ['package.json', 'package-lock.json'];
    assert.deepEqual(dry.document(), {
      schema: 1,
      operation: null,
      planned: { undoes: id, how: 'bytes', packages, files },
    });
    const { code, stdout } = await cli(app, ['rollback', id, '--dry-run']);
    assert.deepEqual(
      [code, stdout],
      [0, 'Would remove fx-tiny 1.2.0.\nWould put back as they were: package.json, package-lock.json.\n'],
    );
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], installed);
    assert.equal((await cli(app, ['history', '--json'])).document<{ operations: unknown[] }>().operations.length, 1);
    await cli(app, ['install', '@fx/core']);
    assert.match((await cli(app, ['rollback', id, '--dry-run'])).stdout, /^Would edit package\.json.*keep what came/m);
    assert.equal((await cli(app, ['rollback', id])).code, 0);
    const again = await cli(app, ['rollback', id, '--dry-run']);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /^QM_ROLLBACK_BLOCKED This operation was rolled back already\./);
  });

  it('never pass a damaged history for an empty one', async () => {
    const app = project({ 'a.js': "import '@fx/core';" });
    const { id } = (await cli(app, ['install', 'fx-tiny', '--json'])).document<OperationDocument>().operation;
    const file = app.path('.quartermaster/state.db');
    for (const offset of [8192, 0]) {
      const handle = fs.openSync(file, 'r+');
      fs.writeSync(handle, Buffer.alloc(8192, 0xa5), 0, 8192, offset);
      fs.closeSync(handle);
      for (const args of [['history'], ['show', id], ['rollback', id]]) {
        const { code, stdout, stderr } = await cli(app, args);
        assert.deepEqual([code, stdout], [2, ''], `${args[0]} ${offset}`);
        assert.match(stderr, /^QM_STATE_UNAVAILABLE .*is damaged: .*state\.db\n {2}Rename the folder \.quartermaster /);
      }
    }
    assert.match((await cli(app, ['scan'])).stdout, /@fx\/core is imported/);
    const refused = await cli(app, ['install', '@fx/core']);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^QM_STATE_UNAVAILABLE /);
    fs.renameSync(app.path('.quartermaster'), app.path('old'));
    assert.equal((await cli(app, ['install', '@fx/core'])).code, 0);
  });

  it('write for a reader', async () => {
    const app = project();
    await cli(app, ['install', 'fx-tiny']);
    const { stdout } = await cli(app, ['history']);
    assert.match(stdout, /^\S+Z {2}[0-9a-f-]{36} {2}done {2}install fx-tiny 1\.2\.0\n$/);
    const [, id = ''] = stdout.split(/\s+/);
    const shown = await cli(app, ['show', id]);
    for (const line of [
      /^Trigger: manual$/m,
      /^Command: npm install /m,
      /^File: package-lock\.json$/m,
      /^fx-tiny  allowed: Not close to .*\)$/m,
      /^Package manager: npm \d+\.\d+\.\d+$/m,
      /^Timeline:\n {2}\S+Z {2}queued +\d+\.\d s\n {2}\S+Z {2}started\n {2}\S+Z {2}Resolving in a copy +\d+\.\d s$/m,
      /^ {2}\S+Z {2}done$/m,
      /^Output of the package manager:\n[^]*"added": 1/m,
    ]) {
      assert.match(shown.stdout, line);
    }
  });

  it('are empty where nothing was done, and make nothing', async () => {
    const app = project();
    assert.deepEqual((await cli(app, ['history', '--json'])).document(), { schema: 1, operations: [] });
    assert.equal((await cli(app, ['history'])).stdout, 'Nothing was done here yet.\n');
    assert.equal(app.exists('.quartermaster'), false);
  });

  it('leave alone what came with the repository', async () => {
    const [mine, theirs] = [project(), project()];
    await cli(theirs, ['install', 'fx-tiny']);
    fs.cpSync(theirs.path('.quartermaster'), mine.path('.quartermaster'), { recursive: true });
    assert.deepEqual((await cli(mine, ['history', '--json'])).document(), { schema: 1, operations: [] });
    const { code, stderr } = await cli(mine, ['install', 'fx-tiny']);
    assert.equal(code, 0);
    assert.match(stderr, /set aside.*\.quartermaster\.set-aside-1/);
  });

  it('refuse what does not exist or cannot be taken back', async () => {
    const app = project();
    const { id } = (await cli(app, ['install', 'fx-tiny', '--json'])).document<OperationDocument>().operation;
    await cli(app, ['install', '@fx/core']);
    for (const [args, problem] of [
      [['show', 'ffffffff-none'], /^QM_NO_OPERATION There is no operation/],
      [['show'], /^QM_USAGE /],
      [['rollback', ''], /^QM_USAGE /],
      [['history', '--limit', '0'], /^QM_USAGE .*\n {2}.*--limit 20/],
      [['history', '--limit', 'x'], /^QM_USAGE /],
    ] as const) {
      const { code, stdout, stderr } = await cli(app, args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, problem);
    }
    app.write('package.json', { dependencies: { 'fx-tiny': '1.0.0' } });
    const { code, stderr } = await cli(app, ['rollback', id]);
    assert.equal(code, 2);
    assert.match(stderr, /^QM_ROLLBACK_BLOCKED fx-tiny is at 1\.0\.0 by now/);
  });
});
