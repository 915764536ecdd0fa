import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { DashboardModel } from '../../../../../src/hosts/vscode/dashboard/dashboard-model.ts';
import { RulesPage } from '../../../../../src/hosts/vscode/dashboard/rules-page.ts';
import type { FolderEntry } from '../../../../../src/hosts/vscode/folders.ts';
import type { Registry } from '../../../../../src/ports/registry.ts';
import type { RuleForm, RulesSheet, RuleWish } from '../../../../../src/view/rule-facts.ts';
import { never, useEngines } from '../../../../support/engine.ts';
import { useTempProjects } from '../../../../support/temp-project.ts';
import { until } from '../../../../support/until.ts';

const team = (priority: number): object => ({
  rules: [
    { id: 'patient', name: 'Patient', kind: 'ask', priority, conditions: { releaseAge: { below: 14 } } },
    { id: 7 },
  ],
});
const noAxios: RuleWish = {
  name: 'No axios',
  kind: 'block',
  priority: 7,
  enabled: true,
  conditions: { package: 'axios' },
};
const silent = {
  packument: async () => ({ ok: false, reason: 'unreachable', message: 'down' }),
} as unknown as Registry;

describe('the page of the rules, as the host has it', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** A window on so many folders that each import axios, have nothing, and have rules of a team. */
  async function windowOn(isTrusted = true, count = 1) {
    const all: FolderEntry[] = [];
    const apps = Array.from({ length: count }, () =>
      makeProject({
        files: { 'package.json': { name: 'app' }, 'index.js': "import 'axios';\n", 'quartermaster.json': team(3) },
      }),
    );
    for (const [index, app] of apps.entries()) {
      const trust = { isTrusted: () => isTrusted, onDidGrant: () => ({ dispose: () => undefined }) };
      const engine = await start(app, { registry: silent, trust });
      await engine.scan(never);
      const folder = { name: `folder ${index + 1}` } as WorkspaceFolder;
      all.push({ key: String(index + 1), engine, folder, ready: Promise.resolve() });
    }
    const model = new DashboardModel({
      folders: { all },
      isTrusted: () => isTrusted,
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      failed: (_entry, error) => assert.fail(String(error)),
    });
    let told = 0;
    const page = new RulesPage(model, () => void told++);
    return { all, apps, page, told: () => told };
  }

  function list(page: RulesPage): RulesSheet {
    const details = page.details();
    assert.ok(details?.kind === 'rules', `the list is shown, not ${details?.kind}`);
    return details;
  }

  function form(page: RulesPage): RuleForm {
    const details = page.details();
    assert.ok(details?.kind === 'rule', `a form is shown, not ${details?.kind}`);
    return details;
  }

  const row = (page: RulesPage, id: string) => list(page).rules?.find((rule) => rule.id === id);
  const isRead = (page: RulesPage) => until(() => list(page).rules !== undefined);

  /** Saves a new rule by the form. */
  async function save(page: RulesPage, rule: RuleWish): Promise<void> {
    page.add();
    await page.save(form(page).id, rule);
  }

  it('says that they are read, then lists them, and reads them anew when a file changed', async () => {
    const { apps, page, told } = await windowOn();
    page.open(undefined);
    assert.equal(list(page).rules, undefined);
    await isRead(page);
    assert.ok(told() > 0);
    const patient = row(page, '1:file:patient');
    assert.deepEqual([patient?.priority, patient?.standing, patient?.file], [3, 'stricter', 'quartermaster.json']);
    const [fault] = list(page).faults;
    assert.deepEqual([fault?.place?.file, page.fault(0)?.message], ['quartermaster.json', fault?.message]);

    const before = told();
    apps[0]?.write('quartermaster.json', team(8));
    await until(() => row(page, '1:file:patient')?.priority === 8);
    assert.ok(told() > before);
  });

  it('is not told again where nothing changed', async () => {
    const { all, page, told } = await windowOn();
    page.open(undefined);
    await isRead(page);
    const before = told();
    for (let times = 0; times < 5; times++) {
      page.refresh();
      await all[0]?.engine.rules.inForce();
    }
    assert.equal(told(), before);
  });

  it('tries a rule in its form, then saves it, and lists it', async () => {
    const { page } = await windowOn();
    page.open(undefined);
    await isRead(page);
    page.add();
    const { id, purpose, trial } = form(page);
    assert.deepEqual([purpose, trial], ['add', { kind: 'none' }]);
    const trying = page.try(id, noAxios);
    assert.deepEqual(form(page).trial, { kind: 'asking', rule: noAxios });
    await trying;
    const told = form(page).trial;
    assert.ok(told.kind === 'told');
    assert.deepEqual([told.total, told.differentCount, told.unanswered], [1, 1, ['axios']]);
    const [different] = told.different;
    assert.deepEqual(
      [different?.package, different?.before, different?.after, different?.afterBy],
      ['axios', 'ask', 'block', 'No axios'],
    );
    await page.save(id, noAxios);
    assert.equal(list(page).done, 'saved');
    await until(() => row(page, '1:own:no-axios') !== undefined);
    assert.deepEqual([row(page, '1:own:no-axios')?.origin, row(page, '1:own:no-axios')?.priority], ['own', 7]);
  });

  it('edits a rule in its place, switches it off, and removes it', async () => {
    const shown = await windowOn();
    const { page } = shown;
    page.open(undefined);
    await save(page, noAxios);
    await until(() => row(page, '1:own:no-axios') !== undefined);
    page.edit('1:own:no-axios');
    assert.deepEqual(form(page).rule, noAxios);
    await page.save(form(page).id, { ...noAxios, name: 'Never axios', priority: 9 });
    await until(() => row(page, '1:own:no-axios')?.priority === 9);
    assert.equal(list(page).rules?.filter(({ origin }) => origin === 'own').length, 1);

    const { all } = shown;
    await all[0]?.engine.rules.save({ ...noAxios, id: 'own:no-axios', name: 'Never axios', priority: 11 });
    await page.enable('1:own:no-axios', false);
    await until(() => row(page, '1:own:no-axios')?.standing === 'off');
    assert.deepEqual(
      [row(page, '1:own:no-axios')?.name, row(page, '1:own:no-axios')?.priority],
      ['Never axios', 11],
      'and what was changed elsewhere meanwhile stays',
    );
    await page.remove('1:own:no-axios');
    assert.equal(list(page).done, 'removed');
    await until(() => row(page, '1:own:no-axios') === undefined);
  });

  it('begins a rule of one’s own with the conditions of a built-in one', async () => {
    const { page } = await windowOn();
    page.open(undefined);
    await isRead(page);
    page.override('1:built-in:ask-young');
    const { purpose, rule, id } = form(page);
    const conditions = { action: 'update', releaseAge: { below: 7 } };
    assert.deepEqual([purpose, rule.kind, rule.conditions, rule.priority], ['override', 'ask', conditions, 100]);
    await page.save(id, { ...rule, name: 'Mine' });
    await until(() => row(page, '1:own:mine') !== undefined);
    assert.equal(row(page, '1:built-in:ask-young')?.standing, 'holds');
  });

  it('says why a rule cannot be one, and stays in the form', async () => {
    const { page } = await windowOn();
    page.open(undefined);
    page.add();
    const { id } = form(page);
    const wrong = { ...noAxios, conditions: { package: 'a{' + 'b,'.repeat(100) + 'c}' } };
    await page.try(id, wrong);
    const { trial } = form(page);
    assert.deepEqual([trial.kind, trial.kind === 'failed' && trial.error.code], ['failed', 'QM_RULE_INVALID']);
    await page.save(id, wrong);
    assert.deepEqual([form(page).problem?.code, form(page).saving], ['QM_RULE_INVALID', false]);
    page.back();
    await isRead(page);
    assert.equal(
      list(page).rules?.some(({ origin }) => origin === 'own'),
      false,
    );
  });

  it('passes over what names no form that is open and no rule of the user’s own', async () => {
    const { page } = await windowOn();
    page.open(undefined);
    await isRead(page);
    page.add();
    const old = form(page).id;
    page.back();
    page.add();
    await page.try(old, noAxios);
    await page.save(old, noAxios);
    assert.deepEqual(form(page).trial, { kind: 'none' });
    page.back();
    for (const id of ['1:file:patient', '1:built-in:install', '1:own:gone', '9:own:x']) {
      page.edit(id);
      await page.enable(id, false);
      assert.equal(list(page).problem, undefined, id);
    }
    page.override('1:file:patient');
    assert.equal(page.details()?.kind, 'rules');
    await page.remove('1:file:patient');
    assert.deepEqual([list(page).problem?.code, list(page).done], ['QM_NO_RULE', undefined]);
    assert.notEqual(row(page, '1:file:patient'), undefined);
  });

  it('changes nothing where the workspace is not trusted, and says that one’s own were not read', async () => {
    const { page } = await windowOn(false);
    page.open(undefined);
    await isRead(page);
    assert.deepEqual([list(page).canEdit, list(page).problem?.code], [false, 'QM_UNTRUSTED']);
    page.add();
    assert.equal(page.details()?.kind, 'rules');
  });

  it('is of the folder that was chosen, and gone where it was left', async () => {
    const { page } = await windowOn(true, 2);
    page.open('2:');
    await isRead(page);
    assert.deepEqual([list(page).folder, list(page).folders.map(({ name }) => name)], ['2:', ['folder 1', 'folder 2']]);
    assert.notEqual(row(page, '2:file:patient'), undefined);
    page.open(undefined);
    assert.equal(list(page).folder, '2:');
    page.back();
    assert.equal(page.details(), undefined);
  });
});
