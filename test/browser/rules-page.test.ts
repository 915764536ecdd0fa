import assert from 'node:assert/strict';
import type { RulesSheet, RuleForm, RuleWish } from '../../src/view/rule-facts.ts';
import type { DashboardState } from '../../src/view/protocol.ts';
import type { Dashboard, Open } from './support/page.ts';
import { pageState } from './support/page-samples.ts';
import { formOf, ruleRow, rulesOf, toldOf, wish } from './support/rule-samples.ts';
import { screens, useDashboards } from './support/use-dashboards.ts';

const bundle = 'out/browser-rules';

describe('page of the rules in a browser', function () {
  this.timeout(60_000);
  let dashboard: Dashboard;
  const draw = useDashboards(bundle);
  const open = async (details: RulesSheet | RuleForm, options: Partial<Open> = {}): Promise<Dashboard> =>
    (dashboard = await draw({ surface: 'panel', height: 900, state: stateOf(details), ...options }));
  const stateOf = (details: RulesSheet | RuleForm): DashboardState => pageState(details);
  const shoot = (name: string) => dashboard.page.screenshot({ path: `${screens}/rules-${name}.png`, fullPage: true });

  it('in dark-modern: the list says what each rule is, where it comes from and whether it counts', async () => {
    const { page } = await open(rulesOf(), { theme: 'dark-modern' });
    const rows = (await page.locator('.rules [role=row]').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    assert.match(
      rows[1] ?? '',
      /^Block No moment: use date-fns Installs of moment, in dependencies or devDependencies Yours Priority 100 On/i,
    );
    assert.match(rows[2] ?? '', /^Auto-install .* quartermaster\.json Waits for you Review… Priority 60/i);
    assert.match(rows[3] ?? '', /^Ask No copyleft .* Counts where it is stricter Priority 50/i);
    assert.match(rows[4] ?? '', /Switched off/);
    assert.match(rows[5] ?? '', /^Pin .* \.github\/renovate\.json/);
    assert.match(rows[6] ?? '', /Built in .* Override/);
    assert.equal(rows.length, 13);
    await page.getByText('1 rule of this repository waits').waitFor();
    await page.getByRole('button', { name: 'quartermaster.json:14' }).waitFor();
    assert.deepEqual(await dashboard.faults(), []);
    assert.equal(await dashboard.overflow(), 0);
    await shoot('list.dark-modern');
  });

  it('in hc-light: the form shows every condition, what has no field, and what was tried', async () => {
    const conditions = { ...wish.conditions, bump: 'major', moon: 'full' };
    const rule: RuleWish = { ...wish, conditions };
    const { page } = await open(formOf({ rule, trial: toldOf(rule) }), { theme: 'hc-light' });
    assert.equal(await page.getByLabel('Packages', { exact: true }).inputValue(), 'moment');
    assert.equal(await page.getByLabel('Decides').inputValue(), 'Block');
    assert.equal(await page.getByRole('checkbox', { name: 'devDependencies' }).isChecked(), true);
    assert.equal(await page.getByRole('checkbox', { name: 'major (may break)' }).isVisible(), true);
    assert.match(await page.locator('pre').innerText(), /"moon": "full"/);
    assert.match(await page.locator('.trial').innerText(), /moment 2\.30\.1[\s\S]*Auto-install[\s\S]*Block/);
    assert.deepEqual(await dashboard.faults(), []);
    assert.equal(await dashboard.overflow(), 0);
    await shoot('form.hc-light');
  });

  it('fits into 300 px', async () => {
    await open(rulesOf({ problem: refused, done: 'removed' }), { width: 300, theme: 'light-modern' });
    for (const [name, details] of [
      ['list', undefined],
      ['form', formOf({ trial: toldOf(wish), problem: refused })],
    ] as const) {
      if (details !== undefined) await dashboard.update(stateOf(details));
      assert.equal(await dashboard.overflow(), 0, name);
      assert.deepEqual(await dashboard.faults(), [], name);
      await shoot(`${name}.300`);
    }
  });

  it('is all in the reach of the keyboard, and goes back to the rule whose form was open', async () => {
    const { page } = await open(rulesOf());
    await dashboard.tabTo('rules|add');
    await page.keyboard.press('Enter');
    await dashboard.tabTo('rules|review');
    await page.keyboard.press('Enter');
    await dashboard.tabTo('rules|fault|0');
    await page.keyboard.press('Enter');
    await dashboard.tabTo('rule|1:own:moment|on');
    await page.keyboard.press('Space');
    await dashboard.tabTo('rule|1:own:moment|remove');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await dashboard.said(), [
      { type: 'addRule' },
      { type: 'reviewRules' },
      { type: 'openRuleFault', index: 0 },
      { type: 'enableRule', rule: '1:own:moment', enabled: false },
      { type: 'removeRule', rule: '1:own:moment' },
      { type: 'editRule', rule: '1:own:moment' },
    ]);
    await dashboard.update(stateOf(formOf()));
    assert.equal(await dashboard.focus(), 'details');
    await page.keyboard.press('Escape');
    assert.deepEqual((await dashboard.said()).at(-1), { type: 'closeOperation' });
    await dashboard.update(stateOf(rulesOf()));
    assert.equal(await dashboard.focus(), 'rule|1:own:moment|edit');
    await page.getByRole('tab', { name: 'Rules' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    assert.deepEqual((await dashboard.said()).at(-1), { type: 'closeRules' });
    await page.reload();
    await dashboard.init('panel', { ...stateOf(rulesOf()), details: undefined });
    assert.deepEqual(await dashboard.said(), [{ type: 'openRules', folder: null }]);
  });

  it('says what is wrong beside its field and aloud, and sends nothing', async () => {
    const { page } = await open(formOf({ purpose: 'add', rule: { ...wish, name: '', conditions: {} } }));
    await page.getByLabel('Priority, 0 to 1000').fill('many');
    await page.locator('summary', { hasText: 'More Conditions' }).click();
    await page.getByLabel('From, such as 22:00').fill('22:00');
    await page.getByRole('button', { name: 'Save Rule' }).click();
    const name = page.getByLabel('Name', { exact: true });
    assert.equal(await dashboard.focus(), 'form|name');
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    const beside = await name.getAttribute('aria-describedby');
    assert.equal(await page.locator(`#${beside}`).innerText(), 'Give the rule a name.');
    assert.equal(await page.locator('.fault').count(), 3);
    assert.equal(await page.getByRole('alert').innerText(), '3 fields have to be mended.');
    await name.fill('No moment');
    assert.equal(await page.getByRole('alert').innerText(), '2 fields have to be mended.');
    await page.keyboard.press('Escape');
    assert.deepEqual(await dashboard.said(), []);
    await shoot('form-faults.dark-modern');
  });

  it('tries a rule before it is saved, and again once it was changed; what was typed outlives the page', async () => {
    const form = formOf({ purpose: 'add', rule: { ...wish, name: '', conditions: {} } });
    const { page } = await open(form);
    await page.getByLabel('Name', { exact: true }).fill('No moment');
    await page.getByLabel('Packages', { exact: true }).fill('moment, luxon');
    await page.getByRole('checkbox', { name: 'Installs' }).check();
    const rule: RuleWish = {
      ...wish,
      name: 'No moment',
      conditions: { package: ['moment', 'luxon'], action: 'install' },
    };
    const save = page.getByRole('button', { name: 'Save Rule' });
    await save.click();
    assert.deepEqual(await dashboard.said(), [{ type: 'tryRule', form: form.id, rule }]);

    await page.reload();
    await dashboard.init('panel', stateOf({ ...form, trial: { kind: 'asking', rule } }));
    assert.match(await page.locator('.told').innerText(), /Asking/);
    await dashboard.update(stateOf({ ...form, trial: toldOf(rule) }));
    assert.equal(await page.locator('.told').innerText(), 'This would have decided 3 of 41 differently.');
    await page.getByLabel('Packages', { exact: true }).fill('moment');
    assert.equal(await page.locator('.told').innerText(), 'The rule was changed since it was tried.');
    assert.equal(await page.locator('.trial').count(), 0);
    await page.getByLabel('Packages', { exact: true }).fill('moment,luxon');
    await page.getByLabel('Packages', { exact: true }).press('Enter');
    assert.deepEqual(await dashboard.said(), [{ type: 'saveRule', form: form.id, rule }]);
  });

  it('shows markup of others as text', async () => {
    const evil = '<img src=x onerror="globalThis.executed = true">';
    const conditions = { package: evil, [evil]: evil };
    const theirs = ruleRow({ id: `file:${evil}`, kind: 'block', name: evil, conditions, source: 'policy-file' });
    const { page } = await open(rulesOf({}, [theirs]));
    assert.ok((await page.locator('.rules').innerText()).includes(evil));
    const rule: RuleWish = { ...wish, name: evil, conditions };
    await dashboard.update(stateOf(formOf({ rule, trial: toldOf(rule) })));
    assert.ok((await page.locator('.trial').innerText()).includes(evil));
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.evaluate(() => globalThis.executed), false);
  });

  it('draws a thousand rules anew in no time', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      ruleRow({
        id: `file:${index}`,
        kind: 'block',
        name: `Rule ${index}`,
        conditions: { package: [`package-${index}`, `@scope/package-${index}`], action: 'install' },
        source: 'policy-file',
      }),
    );
    const { page } = await open(rulesOf({}, many));
    const took = await page.evaluate(
      (state) => {
        const data = { type: 'state', sequence: 2, state };
        const begun = performance.now();
        dispatchEvent(new MessageEvent('message', { data }));
        return performance.now() - begun;
      },
      stateOf(rulesOf({ done: 'removed' }, many)),
    );
    await page.getByText('Removed.').waitFor();
    assert.ok(took < 100, `${took} ms`);
    await page.keyboard.press('End');
    await page.locator('[data-key="rule|1:built-in:update"]').scrollIntoViewIfNeeded();
    assert.equal(await dashboard.overflow(), 0);
  });
});

const refused = {
  code: 'QM_RULE_INVALID',
  message: '"conditions.package": This is no pattern that can be read.',
  hint: 'Nothing was saved. Correct the rule, and try again.',
  details: undefined,
};
