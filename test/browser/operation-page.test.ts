import assert from 'node:assert/strict';
import type { Dashboard, Open } from './support/page.ts';
import { blocked, operations, pageState, sheetOf, type PageName } from './support/page-samples.ts';
import { past, sample } from './support/samples.ts';
import { themesFor } from './support/server.ts';
import { screens, useDashboards } from './support/use-dashboards.ts';

const bundle = 'out/browser-page';

/** What each page says first of all. */
const heads: Readonly<Record<PageName, RegExp>> = {
  done: /Install axios 1\.21\.1 and 1 more[\s\S]*Done/,
  failed: /Rolled back[\s\S]*its peer dependency react \^19 does not fit/,
  running: /Running 62\s?%[\s\S]*Installing/,
  paused: /Paused[\s\S]*It begins once you resume it\./,
  undone: /Rolled back[\s\S]*Open Its Rollback/,
  'needs-you': /Needs you[\s\S]*Your text was kept\./,
  'awaiting-approval': /Awaiting approval[\s\S]*Your answer[\s\S]*Downloaded 40 times/,
};

describe('page of an operation in a browser', function () {
  this.timeout(60_000);
  let dashboard: Dashboard;
  const draw = useDashboards(bundle);
  const open = async (options: Open): Promise<Dashboard> => (dashboard = await draw(options));

  for (const [index, page] of (Object.keys(heads) as PageName[]).entries()) {
    for (const theme of themesFor(index)) {
      it(`${page} in ${theme}: drawn, axe clean, nothing cut off`, async () => {
        const { page: tab } = await open({ surface: 'panel', theme, state: pageState(sheetOf(page)), height: 900 });
        assert.match(await tab.locator('.opage').innerText(), heads[page]);
        for (const summary of await tab.locator('.fold > summary').all()) await summary.click();
        assert.deepEqual(await dashboard.faults(), []);
        assert.equal(await dashboard.overflow(), 0);
        await tab.screenshot({ path: `${screens}/operation-${page}.${theme}.png`, fullPage: true });
      });
    }
  }

  for (const width of [300, 480, 600, 860]) {
    it(`fits into ${width} px`, async () => {
      const { page } = await open({ surface: 'panel', state: pageState(sheetOf('done')), width });
      for (const summary of await page.locator('.fold > summary').all()) await summary.click();
      assert.equal(await dashboard.overflow(), 0);
      assert.deepEqual(await dashboard.faults(), []);
      await page.screenshot({ path: `${screens}/operation-done.${width}.png`, fullPage: true });
    });
  }

  it('is asked for by a click on a row, in the sidebar too, and by its action', async () => {
    const state = sample('calm');
    const id = state.operations[0]?.id;
    for (const surface of ['sidebar', 'panel'] as const) {
      const { page } = await open({ surface, state });
      await page
        .locator('.op[data-key]')
        .first()
        .click({ position: { x: 60, y: 12 } });
      assert.deepEqual(await dashboard.said(), [{ type: 'openOperation', operation: id }]);
      if (surface === 'sidebar') await dashboard.close();
    }
    await dashboard.page
      .getByRole('button', { name: /^Details of/ })
      .first()
      .click();
    assert.deepEqual((await dashboard.said()).at(-1), { type: 'openOperation', operation: id });
  });

  it('is asked for from what runs or waits in the sidebar', async () => {
    const { page } = await open({ surface: 'sidebar', state: sample('busy') });
    await page.getByRole('button', { name: /^Installing hono/ }).click();
    assert.deepEqual(await dashboard.said(), [{ type: 'openOperation', operation: sample('busy').operations[0]?.id }]);
  });

  it('begins at its head, and goes back to the row and the place in the feed, by Escape and by the button', async () => {
    const state = sample('calm', { operations: [...past(200), operations.done] });
    const { page } = await open({ surface: 'panel', state });
    await dashboard.tabTo('op|');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const id = operations.done.id;
    assert.deepEqual(await dashboard.said(), [{ type: 'openOperation', operation: id }]);
    const scrolled = await page.evaluate(() => scrollY);
    assert.ok(scrolled > 1000, String(scrolled));
    for (const leave of ['Escape', 'button'] as const) {
      await dashboard.update({ ...state, details: sheetOf('done') });
      assert.deepEqual([await dashboard.focus(), await page.evaluate(() => scrollY)], ['details', 0], leave);
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'All Operations' }).click();
      assert.deepEqual((await dashboard.said()).at(-1), { type: 'closeOperation' });
      await dashboard.update(state);
      assert.deepEqual([await dashboard.focus(), await page.evaluate(() => scrollY)], [`op|${id}`, scrolled], leave);
    }
    assert.equal((await dashboard.said()).length, 3);
  });

  it('says where else it runs, in place of a button that would do nothing', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('running', {}, undefined, false)) });
    await page.getByText('In another window or the command line. It is cancelled there.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
  });

  it('marks where it failed, and tells how long each step took', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('failed')) });
    const items = await page.locator('.timeline li').allInnerTexts();
    const said = items.map((text) => text.split(/\s*\n\s*/).join(' | '));
    assert.equal(said.length, 11);
    assert.equal(said[0], 'Queued | 10:28:57 AM | 0:01');
    assert.match(said.at(-3) ?? '', /^Checking the result failed here \| 10:29:20 AM \| 0\.5 sec$/);
    assert.match(said.at(-2) ?? '', /^Putting back what was there \| 10:29:20 AM \| 0\.4 sec$/);
    assert.match(said.at(-1) ?? '', /^Rolled back \| 10:29:21 AM/);
  });

  it('counts the seconds of the step that goes on', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('running')) });
    const span = page.locator('.timeline .now .span');
    const before = await span.innerText();
    await page.waitForFunction((text) => document.querySelector('.timeline .now .span')?.textContent !== text, before);
  });

  it('shows the doubts of the gate and folds what passed', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('done')) });
    assert.ok(await page.getByText('The age of this version is not known. bundled list').isVisible());
    assert.equal(await page.getByText('Not close to a better-known name.').first().isVisible(), false);
    await page.getByText('6 checks passed').click();
    assert.ok(await page.getByText('Not close to a better-known name.').first().isVisible());
  });

  it('keeps the output open over updates, to be scrolled by keys and selected', async () => {
    const output = Array.from({ length: 200 }, (_, index) => `line ${index}`).join('\n');
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('done', { output })) });
    await page.getByText('Details', { exact: true }).click();
    const pane = page.getByRole('region', { name: 'Command and its output' });
    await pane.focus();
    await page.keyboard.press('End');
    await dashboard.update(pageState(sheetOf('done', { output })));
    assert.equal(await pane.isVisible(), true);
    await page.waitForFunction(() => (document.querySelector('.fold pre')?.scrollTop ?? 0) > 1000);
    await pane.evaluate((element) => getSelection()?.selectAllChildren(element));
    assert.match(
      await page.evaluate(() => String(getSelection())),
      /^\$ npm install [^\n]+\n\nline 0\n[\s\S]*line 199$/,
    );
  });

  it('says what stands in the way of a rollback in place of its button', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('done', {}, blocked)) });
    assert.ok(await page.getByText('axios is at ^1.22.0 by now: something came later.').isVisible());
    assert.equal(await page.getByRole('button', { name: 'Roll Back…' }).count(), 0);
    assert.deepEqual(await dashboard.faults(), []);
    await page.screenshot({ path: `${screens}/operation-blocked.dark-modern.png`, fullPage: true });
  });

  it('says so where the history has it no more', async () => {
    const { page } = await open({ surface: 'panel', state: pageState({ kind: 'gone', id: '1:gone' }) });
    assert.match(await page.locator('.opage').innerText(), /Not there any more[\s\S]*not in the history any more/);
    assert.deepEqual(await dashboard.faults(), []);
    await page.screenshot({ path: `${screens}/operation-gone.dark-modern.png` });
  });

  it('names its operation and its files by id and place alone', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('done')) });
    await page.getByRole('button', { name: 'Roll Back…' }).click();
    await page.getByRole('button', { name: /^package-lock\.json/ }).click();
    const operation = operations.done.id;
    assert.deepEqual(await dashboard.said(), [
      { type: 'rollBack', operation },
      { type: 'openFile', operation, index: 1 },
    ]);
  });

  it('offers both ways out of what was left to the user, by keys too, and a comparison with what stands there', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('needs-you')) });
    const operation = operations['needs-you'].id;
    for (const [key, how] of [
      ['details|keep', 'keep'],
      ['details|restore', 'restore'],
    ] as const) {
      await dashboard.tabTo(key);
      await page.keyboard.press('Enter');
      assert.deepEqual((await dashboard.said()).at(-1), { type: 'settle', operation, how });
    }
    await page
      .getByRole('button', { name: /^package\.json: compare what was there before with what stands there$/ })
      .click();
    assert.deepEqual((await dashboard.said()).at(-1), { type: 'openFile', operation, index: 0 });
  });

  it('offers both answers to what waits for approval, by keys too', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('awaiting-approval')) });
    const operation = operations['awaiting-approval'].id;
    for (const type of ['approve', 'reject'] as const) {
      await dashboard.tabTo(`details|${type}`);
      await page.keyboard.press('Enter');
      assert.deepEqual((await dashboard.said()).at(-1), { type, operation });
    }
  });

  it('says what stands in the way of putting back, and offers only to keep', async () => {
    const { page } = await open({
      surface: 'panel',
      state: pageState(sheetOf('needs-you', {}, undefined, true, blocked)),
    });
    assert.ok(await page.getByText('axios is at ^1.22.0 by now: something came later.').isVisible());
    assert.equal(await page.getByRole('button', { name: 'Put Back' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Keep What Stands There' }).count(), 1);
    assert.deepEqual(await dashboard.faults(), []);
    await page.screenshot({ path: `${screens}/operation-needs-you-blocked.dark-modern.png`, fullPage: true });
  });

  for (const theme of themesFor(0)) {
    it(`offers both answers in the row of the panel in ${theme}, and says what it waits for`, async () => {
      const state = sample('calm', { operations: [operations['awaiting-approval'], ...past(6)] });
      const { page } = await open({ surface: 'panel', theme, state });
      const title = 'Install axios 1.21.1 and 1 more';
      const operation = operations['awaiting-approval'].id;
      assert.match(await page.locator(`[data-key="op|${operation}"]`).innerText(), /Awaiting approval/);
      await page.getByRole('button', { name: `Approve… ${title}` }).click();
      await page.getByRole('button', { name: `Reject ${title}` }).click();
      assert.deepEqual(await dashboard.said(), [
        { type: 'approve', operation },
        { type: 'reject', operation },
      ]);
      assert.deepEqual([await dashboard.faults(), await dashboard.overflow()], [[], 0]);
      await page.screenshot({ path: `${screens}/panel-awaiting.${theme}.png` });
    });
  }

  for (const theme of themesFor(1)) {
    it(`offers both in the row of the panel in ${theme}, which leads to the page as well`, async () => {
      const state = sample('calm', { operations: [operations['needs-you'], ...past(6)] });
      const { page } = await open({ surface: 'panel', theme, state });
      const title = 'Install axios 1.21.1 and 1 more';
      const operation = operations['needs-you'].id;
      await page.getByRole('button', { name: `Keep what stands there: ${title}` }).click();
      await page.getByRole('button', { name: `Put back what was there before… ${title}` }).click();
      await page.getByRole('button', { name: `Review ${title}` }).click();
      assert.deepEqual(await dashboard.said(), [
        { type: 'settle', operation, how: 'keep' },
        { type: 'settle', operation, how: 'restore' },
        { type: 'openOperation', operation },
      ]);
      assert.deepEqual([await dashboard.faults(), await dashboard.overflow()], [[], 0]);
      await page.screenshot({ path: `${screens}/panel-needs-you.${theme}.png` });
    });
  }

  it('pauses, resumes and cancels, as does the row of the feed', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(sheetOf('paused')) });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const { id } = operations.paused;
    assert.deepEqual(await dashboard.said(), [
      { type: 'resume', operation: id },
      { type: 'cancel', operation: id },
    ]);
    const feed = (held: boolean) => {
      const only = new Set([id]);
      const queue = { cancellable: only, holdable: only, held: held ? only : new Set<string>() };
      return sample('calm', { operations: [operations.paused, ...past(6)], ...queue });
    };
    await dashboard.update(feed(false));
    await page.getByRole('row', { name: /Queued.*Waits for its turn/ }).waitFor();
    await page.getByRole('button', { name: 'Pause Install axios 1.21.1 and 1 more' }).click();
    await dashboard.update(feed(true));
    await page.getByRole('row', { name: /Paused.*Paused by you/ }).waitFor();
    await page.getByText('1 paused').waitFor();
    await page.screenshot({ path: `${screens}/panel-paused.dark-modern.png` });
    await page.getByRole('button', { name: 'Resume Install axios 1.21.1 and 1 more' }).click();
    assert.deepEqual((await dashboard.said()).slice(2), [
      { type: 'pause', operation: id },
      { type: 'resume', operation: id },
    ]);
    assert.deepEqual(await dashboard.faults(), []);
  });

  it('is asked for again after a reload', async () => {
    const { page } = await open({ surface: 'panel', state: sample('calm') });
    await dashboard.update(pageState(sheetOf('done')));
    await page.reload();
    await dashboard.init('panel', sample('calm'));
    assert.deepEqual(await dashboard.said(), [{ type: 'openOperation', operation: operations.done.id }]);
  });

  it('shows markup as text', async () => {
    const evil = `<img src=x onerror="globalThis.executed=true">`;
    const error = { code: evil, message: evil, hint: evil, details: evil };
    const steps = [{ step: evil, isUndo: false, at: operations.done.createdAt }];
    const details = sheetOf('needs-you', {
      error,
      output: `${evil}\n${evil}`,
      steps,
      decidedBy: evil,
      command: [evil],
    });
    const { page } = await open({ surface: 'panel', state: pageState(details) });
    await page.getByText(evil).first().waitFor();
    assert.equal(await page.locator('#app img').count(), 0);
    assert.equal(await page.evaluate(() => globalThis.executed), false);
  });
});
