import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { defaultRetention } from '../../../src/model/retention.ts';
import { DiskUserState } from '../../../src/node/disk-user-state.ts';
import { settingsIn } from '../../../src/model/rule.ts';
import { processRunner } from '../../../src/node/process-runner.ts';
import type { WriteAhead } from '../../../src/ports/user-state.ts';
import { ruleRow } from '../../support/rules.ts';
import { tempFolder } from '../../support/temp-project.ts';
import { endedUnasked } from '../../support/unasked-end.ts';

const module = path.join(import.meta.dirname, '../../../src/node/disk-user-state.ts');

describe('DiskUserState', () => {
  let home: string;
  let state: DiskUserState;
  beforeEach(() => {
    home = tempFolder('user-');
    state = new DiskUserState(home);
  });

  const record = (operation: string, root: string): WriteAhead => ({
    operation,
    root,
    workspace: '/w',
    files: [{ path: 'package.json', before: 'QQ==', after: undefined }],
    begun: false,
    request: {
      kind: 'restore',
      project: 'p',
      options: { trigger: 'manual', confirmed: false, automatic: false },
    },
    head: undefined,
    shadow: undefined,
    trees: undefined,
    held: true,
    at: '2026-11-23T10:00:00.000Z',
  });

  it('notes how much history an editor keeps, once that is not what everybody keeps', async () => {
    await state.setRetention(defaultRetention);
    assert.deepEqual([await state.retention(), fs.readdirSync(home)], [undefined, []]);
    await state.setRetention({ days: 3650, operations: 5000 });
    assert.deepEqual(await new DiskUserState(home).retention(), { days: 3650, operations: 5000 });
    await state.setRetention(defaultRetention);
    assert.deepEqual(await state.retention(), defaultRetention);
  });

  it('takes no nonsense for it', async () => {
    for (const text of ['', '{}', '{"days":0,"operations":1000}', '{"days":"1","operations":1000}']) {
      fs.writeFileSync(path.join(home, 'retention.json'), text);
      assert.equal(await state.retention(), undefined, text);
    }
  });

  /** Writes the record in a process that ends, or waits, afterwards. */
  async function writtenBy(root: string, operation: string, after: 'dies' | 'waits') {
    const script = `
      const { DiskUserState } = await import(${JSON.stringify(module)});
      await new DiskUserState(${JSON.stringify(home)}).writeAhead(${JSON.stringify(record(operation, root))});
      console.log('written');
      ${after === 'waits' ? 'setInterval(() => undefined, 1000);' : ''}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    if (after === 'dies') await once(child, 'exit');
    return child;
  }

  it('keeps what is built of each project, until its folder is forgotten', async () => {
    const built = [{ name: 'a', version: '1.0.0', integrity: 'sha512-a' }];
    const unbuilt = { name: 'b', version: '1.0.0', place: 'node_modules/b', scripts: ['install: x'], digest: 'd' };
    const notes = { unbuilt: [{ ...unbuilt, integrity: undefined }], built };
    await state.setBuilds('/a/b', notes);
    await state.setBuilds('/ab', { unbuilt: [], built });
    assert.deepEqual(await new DiskUserState(home).builds('/a/b'), notes);
    assert.deepEqual(await state.builds('/a'), { unbuilt: [], built: [] });
    await state.forget('/a');
    assert.deepEqual(await state.builds('/a/b'), { unbuilt: [], built: [] });
    assert.deepEqual((await state.builds('/ab')).built, built);
    await state.setBuilds('/ab', { unbuilt: [], built: [] });
    assert.deepEqual(fs.readdirSync(path.join(home, 'folders')), []);
  });

  it('keeps private registries of each project, until its folder is forgotten', async () => {
    const hosts = [{ host: 'own.test:8080', names: ['@corp/a', 'secret'] }];
    await state.setPrivateHosts('/a/b', hosts);
    await state.setPrivateHosts('/ab', hosts);
    assert.deepEqual(await new DiskUserState(home).privateHosts('/a/b'), hosts);
    assert.deepEqual(await state.privateHosts('/a'), []);
    await state.forget('/a');
    assert.deepEqual([await state.privateHosts('/a/b'), await state.privateHosts('/ab')], [[], hosts]);
    await state.setPrivateHosts('/ab', []);
    assert.deepEqual(fs.readdirSync(path.join(home, 'folders')), []);
  });

  it('keeps the rules that were accepted last, for each real path, until the folder is forgotten', async () => {
    const rule = ruleRow('file:a', { source: 'policy-file', conditions: { package: ['a', 'b'] } });
    const settings = ruleRow('settings:b', { source: settingsIn('.npmrc') });
    assert.equal(await state.acceptedRules('/a'), undefined);
    await state.setAcceptedRules('/a', { hash: 'one', rules: [] });
    await state.setAcceptedRules('/a', { hash: 'two', rules: [rule, settings] });
    const again = new DiskUserState(home);
    assert.deepEqual(await again.acceptedRules('/a'), { hash: 'two', rules: [rule, settings] });
    assert.equal(await again.acceptedRules('/b'), undefined);
    await again.forget('/a');
    assert.equal(await again.acceptedRules('/a'), undefined);
  });

  it('takes no nonsense for accepted rules', async () => {
    await state.setAcceptedRules('/a', { hash: 'one', rules: [] });
    const [name = ''] = fs.readdirSync(path.join(home, 'folders'));
    for (const text of ['', '{}', '{"root":"/b","hash":"one","rules":[]}', '{"root":"/a","hash":"one","rules":[{}]}']) {
      fs.writeFileSync(path.join(home, 'folders', name), text);
      assert.equal(await state.acceptedRules('/a'), undefined, text);
    }
  });

  it('keeps consents for each real path, the newest first and each once, until the folder is forgotten', async () => {
    assert.deepEqual(await state.consents('/a'), []);
    for (const digest of ['one', 'two', 'one']) await state.addConsent('/a', digest);
    const again = new DiskUserState(home);
    assert.deepEqual([await again.consents('/a'), await again.consents('/b')], [['one', 'two'], []]);
    await again.forget('/a');
    assert.deepEqual(await again.consents('/a'), []);
  });

  it('keeps a mode for each real path, for this user alone', async () => {
    assert.equal(await state.mode('/a'), undefined);
    await state.setMode('/a', 'autopilot');
    await state.setMode('/b', 'off');
    const again = new DiskUserState(home);
    assert.deepEqual(
      [await again.mode('/a'), await again.mode('/b'), await again.mode('/A')],
      ['autopilot', 'off', undefined],
    );
    assert.equal(fs.statSync(path.join(home, 'folders')).mode & 0o077, 0);
  });

  it('takes a file that is damaged, or of another folder, for none', async () => {
    await state.setMode('/a', 'autopilot');
    const [name = ''] = fs.readdirSync(path.join(home, 'folders'));
    const file = path.join(home, 'folders', name);
    for (const text of ['', '[]', '{"root":"/b","mode":"autopilot"}', '{"root":"/a","mode":"root"}', '{"root":"/a"}']) {
      fs.writeFileSync(file, text);
      assert.equal(await state.mode('/a'), undefined, text);
    }
  });

  it('loses neither mode nor database when both are written at once', async () => {
    const database = { device: '1', inode: '18446744073709551615', databaseId: 'id' };
    await Promise.all([state.setMode('/a', 'autopilot'), new DiskUserState(home).setKnownDatabase('/a', database)]);
    assert.deepEqual([await state.mode('/a'), await state.knownDatabase('/a')], ['autopilot', database]);
  });

  it('sees the record of a process that died as abandoned, until it is closed', async () => {
    await writtenBy('/w/p', 'dead', 'dies');
    await writtenBy('/elsewhere', 'other', 'dies');
    assert.deepEqual(await state.abandoned('/w'), [record('dead', '/w/p')]);
    assert.deepEqual(await state.abandoned('/w/p'), [record('dead', '/w/p')]);
    assert.deepEqual(await state.abandoned('/w/p2'), []);
    await state.closeWriteAhead('dead');
    await state.closeWriteAhead('dead');
    assert.deepEqual(await state.abandoned('/w'), []);
  });

  it('sees the record of a running process as its own business', async () => {
    await state.writeAhead(record('mine', '/w'));
    const child = await writtenBy('/w', 'theirs', 'waits');
    assert.deepEqual(await state.abandoned('/w'), []);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual(
      (await state.abandoned('/w')).map(({ operation }) => operation),
      ['theirs'],
    );
  });

  it('knows the child of an operation while that runs', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    await once(child, 'spawn');
    await state.noteChild('op', child.pid ?? 0);
    assert.equal(await state.runningChild('op'), child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await state.runningChild('op'), undefined);
    assert.equal(await state.runningChild('none'), undefined);
  });

  it('knows a child that has ended by what it left running in the project, and by nothing elsewhere', async function () {
    if (process.platform !== 'linux') this.skip();
    const [inside, elsewhere] = [tempFolder('project-'), tempFolder('other-')];
    for (const [folder, isFound] of [
      [inside, true],
      [elsewhere, false],
    ] as const) {
      await state.writeAhead(record('op', inside));
      const lives = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "ignore" })`;
      const script = `${lives}; process.stdin.once("data", () => process.exit())`;
      const leader = spawn(process.execPath, ['-e', script], { cwd: folder, detached: true });
      await once(leader, 'spawn');
      const pid = leader.pid ?? 0;
      await state.noteChild('op', pid);
      leader.stdin.write('x');
      await once(leader, 'exit');
      try {
        assert.equal(await state.runningChild('op'), isFound ? pid : undefined);
      } finally {
        await processRunner.endGroup(pid);
      }
      assert.equal(await state.runningChild('op'), undefined);
    }
  });

  it('knows no child that has ended, though nobody asks for its end', async function () {
    if (process.platform !== 'linux') this.skip();
    const { parent, ended } = await endedUnasked();
    await state.noteChild('op', ended);
    assert.equal(await state.runningChild('op'), undefined);
    parent.kill('SIGKILL');
  });

  it('passes over a record that nobody can read', async () => {
    await writtenBy('/w', 'dead', 'dies');
    fs.writeFileSync(path.join(home, 'write-ahead/a.json'), '{');
    fs.writeFileSync(path.join(home, 'write-ahead/b.json'), '{"operation":"b"}');
    assert.equal((await state.abandoned('/w')).length, 1);
  });

  it('leaves nothing of a write that was broken off, and touches none that is under way', async () => {
    await writtenBy('/w', 'dead', 'dies');
    const folder = path.join(home, 'write-ahead');
    const [own, old, young] = ['.dead.json.0123abcd.tmp', '.other.json.0123abcd.tmp', '.third.json.0123abcd.tmp'];
    for (const name of [own, old, young]) fs.writeFileSync(path.join(folder, name), '{');
    const longAgo = new Date(Date.now() - 120_000);
    fs.utimesSync(path.join(folder, old), longAgo, longAgo);
    await state.abandoned('/w');
    await state.closeWriteAhead('dead');
    assert.deepEqual(fs.readdirSync(folder), [young]);
  });

  it('never leaves its folder, whatever an operation is called', async () => {
    await state.writeAhead(record('../../x', '/w'));
    assert.deepEqual(fs.readdirSync(path.join(home, 'write-ahead')), ['x.json']);
  });
});
