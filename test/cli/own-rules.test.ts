import assert from 'node:assert/strict';
import fs from 'node:fs';
import { useCliProjects } from '../support/cli-projects.ts';
import { useHermeticProcess } from '../support/engine.ts';
import { typed } from '../support/typed-cli.ts';

describe("quartermaster rules of the user's own", () => {
  useHermeticProcess();
  const projects = useCliProjects();
  const project = () => projects.project({ 'index.js': "import 'fx-esm';\nimport 'fx-tiny';\n" });
  const short = ['rules', 'add', '--name', 'No tiny', '--kind', 'block', '--package', 'fx-tiny', '--action', 'install'];
  const file = `// Mine.
    { "rules": [
      { "id": "a", "name": "A", "kind": "ask", "priority": 3, "conditions": { "package": "fx-*" } },
      { "id": "b", "name": "B", "kind": "pin", "enabled": false, "conditions": {} }, // Not yet.
    ] }`;

  it('say what they would have decided, and are saved by a yes', async () => {
    const app = project();
    const dry = await typed(app, [...short, '--dry-run', '--json']);
    const { total, different, saved, changes } = JSON.parse(dry.out) as Record<string, unknown[]>;
    assert.deepEqual([dry.code, total, different?.length, saved], [0, 2, 1, false], dry.error);
    assert.deepEqual(changes, ['New: No tiny (block, priority 0, action "install", package "fx-tiny")']);
    const unseen = await typed(app, [...short, '--json']);
    assert.deepEqual([unseen.code, (JSON.parse(unseen.out) as { decision: string }).decision], [1, 'ask']);
    const no = await typed(app, short, { answer: 'n' });
    assert.deepEqual([no.code, no.questions, no.out], [1, ['Save it? [y/N] '], 'Nothing was saved.\n']);
    assert.match(no.error, /^This would have decided 1 of 2 differently\.$/m);
    assert.doesNotMatch((await typed(app, ['rules'])).out, /own:/);

    const yes = await typed(app, short, { answer: 'y' });
    assert.deepEqual([yes.code, yes.out], [0, 'Saved: own:no-tiny\n']);
    assert.match((await typed(app, ['rules'])).out, /^own:no-tiny {2}block {2}0 {2}No tiny$/m);
    const stopped = await typed(app, ['install', 'fx-tiny', '--yes']);
    assert.deepEqual([stopped.code, /The rule "No tiny" forbids it\./.test(stopped.error)], [1, true], stopped.error);
  });

  it('come from a file or stdin, go to a file, and are the same then', async () => {
    const app = project();
    app.write('mine.json', file);
    const imported = await typed(app, ['rules', 'import', 'mine.json', '--yes']);
    assert.deepEqual([imported.code, imported.out.split('\n').at(-2)], [0, 'Saved: own:a, own:b'], imported.error);
    assert.equal((await typed(app, ['rules', 'add', '-', '--yes'], { input: file })).code, 0);
    assert.equal((await typed(app, ['rules', 'export', 'out.json'])).code, 0);
    const { rules } = JSON.parse(app.read('out.json')) as { rules: readonly { id: string }[] };
    assert.deepEqual(rules, [
      { id: 'a', name: 'A', kind: 'ask', priority: 3, conditions: { package: 'fx-*' } },
      { id: 'b', name: 'B', kind: 'pin', enabled: false, conditions: {} },
    ]);
    assert.deepEqual(JSON.parse((await typed(app, ['rules', 'export', '--json'])).out), {
      schema: 1,
      rules,
      ownFaults: [],
    });
    app.write('out.json', 'mine');
    const refused = await typed(app, ['rules', 'export', 'out.json']);
    assert.deepEqual([refused.code, app.read('out.json')], [2, 'mine']);
    assert.match(refused.error, /^QM_USAGE There is a file .* already\./);
    assert.equal((await typed(app, ['rules', 'export', 'out.json', '--yes', '--dry-run'])).code, 0);
    assert.equal(app.read('out.json'), 'mine');
    assert.equal((await typed(app, ['rules', 'export', 'out.json', '--yes'])).code, 0);
    assert.deepEqual(JSON.parse(app.read('out.json')), { rules });
  });

  it('are saved all or none, with what is wrong where it stands', async () => {
    const app = project();
    app.write('mine.json', file.replace('"pin"', '"pinn"'));
    const { code, out } = await typed(app, ['rules', 'add', 'mine.json', '--yes']);
    assert.equal(code, 1);
    assert.match(out, /^mine\.json:4:41 {2}"kind" has to be one of these: .*\nNothing was saved\.\n$/);
    assert.doesNotMatch((await typed(app, ['rules'])).out, /own:/);
    assert.equal(fs.existsSync(app.path('.quartermaster')), false);
  });

  it('are switched, removed and forgotten', async () => {
    const app = project();
    await typed(app, [...short, '--yes']);
    const kindOf = async () => {
      const { out } = await typed(app, ['rules', 'explain', 'fx-tiny@1.1.0', '--json']);
      return (JSON.parse(out) as { kind: string }).kind;
    };
    assert.equal((await typed(app, ['rules', 'disable', 'no-tiny', '--dry-run'])).code, 0);
    assert.equal(await kindOf(), 'block');
    const off = await typed(app, ['rules', 'disable', 'no-tiny']);
    assert.deepEqual([off.code, off.out], [0, 'own:no-tiny  block  0  No tiny  switched off\n']);
    assert.equal(await kindOf(), 'auto-install');
    assert.equal((await typed(app, ['rules', 'enable', 'own:no-tiny'])).code, 0);
    assert.equal((await typed(app, ['rules', 'remove', 'no-tiny', '--dry-run'])).code, 0);
    assert.equal(await kindOf(), 'block');
    assert.match((await typed(app, ['forget', '--dry-run'])).out, /^Would forget 0 operations, 1 rule of your own, /);
    assert.equal((await typed(app, ['rules', 'remove', 'no-tiny'])).code, 0);
    assert.equal(await kindOf(), 'auto-install');
    await typed(app, [...short, '--yes']);
    assert.equal((await typed(app, ['forget', '--yes'])).code, 0);
    assert.doesNotMatch((await typed(app, ['rules'])).out, /own:/);
  });

  it('are explained in plain words, now and in the record of an operation', async () => {
    const app = project();
    await typed(app, [...short.slice(0, 5), 'ask', ...short.slice(6), '--yes']);
    const explained = await typed(app, ['rules', 'explain', 'fx-tiny@1.1.0']);
    assert.deepEqual(
      [explained.code, explained.out.split('\n')],
      [
        0,
        [
          'fx-tiny 1.1.0: ask, by the rule "No tiny" (own:no-tiny)',
          '  own:no-tiny  ask  "No tiny"  applies: action fits, package fits',
          '',
        ],
      ],
    );
    const installed = await typed(app, ['install', 'fx-tiny@1.1.0', '--yes']);
    assert.equal(installed.code, 0, installed.error);
    const [id = ''] = installed.out.split(' ');
    assert.match(
      (await typed(app, ['show', id])).out,
      /^fx-tiny {2}Rules: ask, by the rule "No tiny" \(own:no-tiny\)\n {2}own:no-tiny {2}ask {2}"No tiny" {2}applies: /m,
    );
  });

  it('are refused with what to do instead', async () => {
    const app = project();
    const table: readonly (readonly [readonly string[], RegExp])[] = [
      [['add'], /^QM_USAGE A rule needs a file, or at least --name and --kind\./],
      [['add', '--name', 'x', '--kind', 'bloc'], /^QM_USAGE "--kind" has to be one of these: /],
      [['add', '--name', 'x', '--kind', 'ask', '--priority', 'high', '--yes'], /^QM_RULE_INVALID .*"priority"/],
      [['add', '--name', 'x', '--kind', 'ask', '--action', 'fly', '--yes'], /^QM_RULE_INVALID .*"conditions.action"/],
      [['add', 'x.json', '--name', 'x'], /^QM_USAGE Name a file, or say the rule by options/],
      [['add', 'none.json'], /^QM_USAGE There is no file none\.json that can be read\./],
      [['import', 'package.json'], /^$/],
      [['list', '--yes'], /^QM_USAGE The option --yes means nothing to "rules list"\./],
      [['remove'], /^QM_USAGE "rules remove" needs one word more\./],
      [
        ['remove', 'built-in:install'],
        /^QM_NO_RULE The rule built-in:install is built in\.\n {2}It cannot be changed\./,
      ],
      [['disable', 'none'], /^QM_NO_RULE You have made no rule none here\./],
      [['explain', '../x'], /^QM_NAME_INVALID /],
    ];
    for (const [words, problem] of table) {
      const { code, error } = await typed(app, ['rules', ...words], { isTerminal: false });
      assert.match(error, problem, words.join(' '));
      assert.equal(code, words[0] === 'import' ? 1 : 2, words.join(' '));
    }
  });
});
