import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import type { Surface } from '../../src/view/protocol.ts';
import type { Dashboard, Open } from './support/page.ts';
import { operation, report, undeclared } from './support/builders.ts';
import { headlines, inputs, past, sample, type StateName } from './support/samples.ts';
import { themes, themesFor, type Theme } from './support/server.ts';
import { screens, useDashboards } from './support/use-dashboards.ts';

const bundle = 'out/browser';

describe('dashboard in a browser', function () {
  this.timeout(60_000);
  let dashboard: Dashboard;
  const draw = useDashboards(bundle);
  const open = async (options: Open): Promise<Dashboard> => (dashboard = await draw(options));

  it('is a bundle of at most 300 KB', async () => {
    await open({ surface: 'panel', state: sample('calm') });
    assert.ok((await stat(`${bundle}/webview.js`)).size <= 300 * 1024);
  });

  describe('states', () => {
    const names = Object.keys(headlines) as StateName[];
    const cases = names.flatMap((name) => (['sidebar', 'panel'] as const).map((surface) => ({ name, surface })));
    for (const { name, surface } of cases) {
      it(`${name} in the ${surface}: drawn, axe clean, nothing cut off`, async () => {
        const theme: Theme = 'dark-modern';
        const { page } = await open({ surface, theme, state: sample(name), height: 860 });
        assert.match(await page.locator('main').innerText(), headlines[name]);
        assert.deepEqual(await dashboard.faults(), []);
        assert.equal(await dashboard.overflow(), 0);
        await page.screenshot({ path: `${screens}/${surface}-${name}.${theme}.png` });
      });
    }

    for (const theme of themes.filter((each) => each !== 'dark-modern')) {
      for (const surface of ['sidebar', 'panel'] as const) {
        it(`is axe clean in ${theme}, ${surface}`, async () => {
          const { page } = await open({ surface, theme, state: sample('busy'), height: 860 });
          assert.deepEqual(await dashboard.faults(), []);
          await page.screenshot({ path: `${screens}/${surface}-busy.${theme}.png` });
        });
      }
    }

    for (const width of [300, 480, 600, 860]) {
      it(`fits the panel into ${width} px`, async () => {
        const { page } = await open({ surface: 'panel', state: sample('restore', { operations: past(40) }), width });
        assert.equal(await dashboard.overflow(), 0);
        assert.deepEqual(await dashboard.faults(), []);
        await page.screenshot({ path: `${screens}/panel-restore.${width}.png` });
      });
    }

    for (const [index, surface] of (['sidebar', 'panel'] as const).entries()) {
      for (const theme of themesFor(index)) {
        it(`tells what is mismatched in ${theme}, ${surface}`, async () => {
          const { page } = await open({ surface, theme, state: sample('mismatched'), height: 860 });
          assert.deepEqual(await dashboard.faults(), []);
          await page.screenshot({ path: `${screens}/${surface}-mismatched.${theme}.png` });
        });
      }
    }

    for (const width of [300, 480, 860]) {
      it(`fits what is mismatched into ${width} px`, async () => {
        const { page } = await open({ surface: 'panel', state: sample('mismatched'), width });
        assert.equal(await dashboard.overflow(), 0);
        assert.deepEqual(await dashboard.faults(), []);
        await page.screenshot({ path: `${screens}/panel-mismatched.${width}.png` });
      });
    }

    it('advises one install alone where one version is mismatched and nothing is missing', async () => {
      const { findings, gate } = inputs.mismatched;
      const { page } = await open({ surface: 'panel', state: sample('calm', { findings: [findings[1]], gate }) });
      await page.locator('.li vscode-button:not([secondary])', { hasText: 'Install' }).waitFor();
      await page.screenshot({ path: `${screens}/panel-mismatched-one.png` });
    });

    it('shows "–" for a rate that does not exist, and no progress', async () => {
      const { page } = await open({ surface: 'panel', state: sample('first-run') });
      assert.match(await page.locator('.stats').innerText(), /Success rate\s+–\s+No operation has ended/);
      assert.equal(await page.getByRole('progressbar').count(), 0);
    });
  });

  describe('words', () => {
    it('cut a long name, never its version', async () => {
      const long = operation(1, {
        name: '@some-organization/a-package-with-a-name-that-goes-on-and-on',
      });
      for (const [surface, width] of [
        ['panel', 620],
        ['sidebar', 300],
      ] as const) {
        const { page } = await open({ surface, width, state: sample('calm', { operations: [long] }) });
        const [cell, tail] = await Promise.all(
          ['.op[data-key] .cut-name', '.op[data-key] .tail'].map((place) => page.locator(place).boundingBox()),
        );
        assert.ok(cell && tail);
        assert.equal((await page.locator('.op[data-key] .tail').innerText()).trim(), '4.1.12');
        assert.ok(tail.x >= cell.x && tail.x + tail.width <= cell.x + cell.width + 1, `${surface}: ${width}`);
        await dashboard.close();
      }
      await open({ surface: 'panel', state: sample('calm') });
    });

    it('tell a short time in tenths of a second', async () => {
      const short = operation(1, {
        name: 'zod',
        startedAt: '2026-11-23T10:00:00.000Z',
        endedAt: '2026-11-23T10:00:00.460Z',
      });
      const { page } = await open({ surface: 'panel', state: sample('calm', { operations: [short] }) });
      await page.locator('.op[data-key]', { hasText: '0.4 sec' }).waitFor();
    });

    it('call a look at the folder that has just ended by no age', async () => {
      const { now } = inputs.calm;
      const { page } = await open({ surface: 'panel', state: sample('calm', { scan: { packages: 7, endedAt: now } }) });
      await page.getByText('7 packages checked just now').waitFor();
    });

    it('count no packages where there are none', async () => {
      const { now } = inputs.calm;
      const { page } = await open({
        surface: 'panel',
        state: sample('first-run', { scan: { packages: 0, endedAt: now } }),
      });
      await page.getByText('None is missing so far.').waitFor();
      assert.doesNotMatch(await page.locator('main').innerText(), /\b0 packages/);
    });

    it('say where else an operation runs, in place of a button that would do nothing', async () => {
      for (const surface of ['sidebar', 'panel'] as const) {
        const { page } = await open({ surface, state: sample('busy', { cancellable: new Set() }), height: 860 });
        assert.equal(await page.getByRole('button', { name: /^Cancel/ }).count(), 0);
        assert.deepEqual(await dashboard.faults(), []);
        await page.screenshot({ path: `${screens}/${surface}-elsewhere.png` });
        if (surface === 'sidebar') await dashboard.close();
      }
    });

    it('say why nothing can be installed, without a button', async () => {
      const obstacles = new Map([['', 'This project names more than one package manager.']]);
      const { page } = await open({
        surface: 'panel',
        state: sample('calm', { findings: [undeclared('axios', 'src/a.ts', 3)], obstacles }),
      });
      await page.locator('.li', { hasText: 'axios' }).getByText('more than one package manager').waitFor();
      assert.equal(await page.getByRole('button', { name: /^Install/ }).count(), 0);
    });
  });

  describe('by keyboard', () => {
    it('reaches the feed by one tab stop, moves, opens an operation and rolls back', async () => {
      const { page } = await open({ surface: 'panel', state: sample('calm') });
      await dashboard.tabTo('op|');
      await page.keyboard.press('ArrowDown');
      const second = sample('calm').operations[1];
      assert.equal(await dashboard.focus(), `op|${second?.id}`);
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowRight');
      assert.match((await dashboard.focus()) ?? '', /\|act$/);
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Delete');
      const operation = second?.id;
      assert.deepEqual(await dashboard.said(), [
        { type: 'openOperation', operation },
        { type: 'rollBack', operation },
        { type: 'openOperation', operation },
        { type: 'rollBack', operation },
      ]);
    });

    it('chooses a mode only when told to, not in passing', async () => {
      const { page } = await open({ surface: 'sidebar', state: sample('calm', { mode: 'off' }) });
      await page.getByRole('radio', { name: 'Off' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await dashboard.said(), []);
      await page.keyboard.press('Space');
      assert.deepEqual(await dashboard.said(), [{ type: 'setMode', mode: 'autopilot' }]);
      assert.equal(await page.getByRole('radio', { checked: true }).innerText(), 'Off');
    });

    it('comes to a row that is out of sight', async () => {
      const { page } = await open({ surface: 'panel', state: sample('calm', { operations: past(400) }) });
      await dashboard.tabTo('op|');
      await page.keyboard.press('End');
      const last = page.locator('[role=row]:focus');
      await last.waitFor();
      assert.equal(await last.getAttribute('aria-rowindex'), '401');
      await page.mouse.wheel(0, -100_000);
      await page.waitForFunction(() => scrollY === 0);
      assert.equal(await last.count(), 1);
    });
  });

  describe('messages', () => {
    it('name rows by their ids alone', async () => {
      const { page } = await open({ surface: 'sidebar', state: sample('busy'), height: 1200 });
      const { missing, operations } = sample('busy');
      const id = (name: string): string => missing.find((row) => row.package === name)?.id ?? '';
      await page.getByRole('button', { name: 'Install msw 2.12.4' }).click();
      await page.getByRole('button', { name: 'Install… hono-rate-limiter 0.5.3' }).click();
      await page.getByRole('button', { name: 'Review lodahs' }).click();
      await page.getByRole('button', { name: 'hono-rate-limiter: 2 more' }).click();
      await page.getByRole('button', { name: 'src/api/search.ts:3' }).click();
      await page.getByRole('button', { name: 'Install All' }).click();
      await page.getByRole('button', { name: /^Cancel Install hono/ }).click();
      await page.getByRole('button', { name: 'Open Dashboard' }).click();
      assert.deepEqual(await dashboard.said(), [
        { type: 'install', rows: [id('msw')] },
        { type: 'install', rows: [id('hono-rate-limiter')] },
        { type: 'openUse', row: id('lodahs'), index: 0 },
        { type: 'openUse', row: id('hono-rate-limiter'), index: 2 },
        { type: 'install', rows: [id('hono-rate-limiter'), id('msw')] },
        { type: 'cancel', operation: operations[0]?.id },
        { type: 'openDashboard' },
      ]);
    });

    it('bring in what is declared, or declare what is there', async () => {
      const { page } = await open({ surface: 'panel', state: sample('mismatched') });
      const row = (name: string): string => `mismatched::${name}`;
      await page.getByRole('button', { name: 'Install lodash ^5.0.0' }).click();
      await page.getByRole('button', { name: 'Declare ^4.17.20: lodash' }).click();
      await page.getByRole('button', { name: 'Install… @types/node ^24.10.0' }).click();
      await page.getByRole('button', { name: 'package.json:18' }).click();
      await page.getByRole('button', { name: 'Install All: Mismatched versions' }).click();
      await page.getByRole('button', { name: 'Look for Unused Packages…' }).click();
      assert.deepEqual(await dashboard.said(), [
        { type: 'install', rows: [row('lodash')] },
        { type: 'declareInstalled', row: row('lodash') },
        { type: 'install', rows: [row('@types/node')] },
        { type: 'openUse', row: row('lodash'), index: 0 },
        { type: 'install', rows: sample('mismatched').mismatched.map(({ id }) => id) },
        { type: 'removeUnused' },
      ]);
    });

    it('ask for older operations, where the history has some', async () => {
      const { page } = await open({
        surface: 'panel',
        state: sample('calm', { operations: past(50), hasOlder: true }),
      });
      const older = page.getByRole('button', { name: 'Show Older Operations' });
      await older.click();
      assert.deepEqual(await dashboard.said(), [{ type: 'showOlder' }]);
      await page.screenshot({ path: `${screens}/panel-older.png` });
      await dashboard.update(sample('calm', { operations: past(60) }), 2);
      await older.waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '61');
    });

    it('choose a project by its place in the list', async () => {
      const { page } = await open({ surface: 'panel', state: sample('restore') });
      await page.getByRole('combobox', { name: 'Project' }).click();
      await page.getByRole('option', { name: 'packages/ui' }).click();
      await page.getByRole('button', { name: 'Install Dependencies' }).click();
      await page.getByRole('button', { name: 'Build… better-sqlite3 12.4.1' }).click();
      await page.getByRole('button', { name: 'Open Settings' }).click();
      assert.deepEqual(await dashboard.said(), [
        { type: 'selectProject', project: inputs.restore.projects[1]?.id },
        { type: 'restoreDependencies', row: 'not-installed::' },
        { type: 'build', row: 'unbuilt::better-sqlite3@12.4.1' },
        { type: 'openSettings' },
      ]);
    });

    const places: readonly (readonly [StateName, Surface, string, string])[] = [
      ['no-folder', 'sidebar', 'Open Folder', 'openFolder'],
      ['restricted', 'sidebar', 'Manage Workspace Trust', 'manageTrust'],
      ['unknown', 'sidebar', 'Try Again', 'retry'],
      ['unavailable', 'panel', 'Try Again', 'retry'],
      ['unavailable', 'panel', 'Show Log', 'openLog'],
    ];
    for (const [name, surface, button, type] of places) {
      it(`${button} says ${type} when ${name}`, async () => {
        const { page } = await open({ surface, state: sample(name) });
        await page.getByRole('button', { name: button }).first().click();
        assert.deepEqual(await dashboard.said(), [{ type }]);
      });
    }
  });

  describe('updates', () => {
    it('keep the focus on a row that moves down, and fall back to the row when its button goes', async () => {
      const operations = past(6);
      const { page } = await open({ surface: 'panel', state: sample('calm', { operations }) });
      await page.getByRole('button', { name: /^Roll Back… Install ws/ }).focus();
      await dashboard.update(sample('calm', { operations: [operation(1, { name: 'new-one' }), ...operations] }));
      assert.equal(await dashboard.focus(), `op|${operations[0]?.id}|act`);
      const undone = operations.map((each, index) => (index === 0 ? { ...each, undoneBy: 'x' } : each));
      await dashboard.update(sample('calm', { operations: undone }));
      assert.match((await dashboard.focus()) ?? '', new RegExp(`^op\\|${operations[0]?.id}`));
    });

    it('leave an older state aside', async () => {
      const { page } = await open({ surface: 'sidebar', state: sample('calm') });
      await dashboard.update(sample('busy'));
      await page.evaluate((state) => postMessage({ type: 'state', sequence: 1, state }), sample('calm'));
      await page.getByText('3 packages missing, 1 decision for you').waitFor();
    });

    it('speak the language of the bundle that came first, with its numbers', async () => {
      const { page } = await open({
        surface: 'sidebar',
        state: sample('calm'),
        locale: 'de',
        l10n: { 'Nothing needs you': 'Nichts zu tun' },
      });
      assert.equal(await page.getByRole('status').innerText(), 'Nichts zu tun');
      await dashboard.update(sample('busy'));
      assert.match(await page.locator('main').innerText(), /96,4\s%/);
    });

    it('count the seconds of what runs', async () => {
      const { page } = await open({ surface: 'sidebar', state: sample('busy') });
      const elapsed = page.locator('.under-way .dim').first();
      const before = await elapsed.innerText();
      await page.waitForFunction((text) => document.querySelector('.under-way .dim')?.textContent !== text, before);
    });

    it('survive a reload: filter and scroll', async () => {
      const state = sample('calm', { operations: past(300) });
      const { page } = await open({ surface: 'panel', state });
      await page.getByRole('button', { name: 'Failed', exact: true }).click();
      await page.mouse.wheel(0, 400);
      await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').scroll === 400);
      await page.reload();
      await dashboard.init('panel', state);
      assert.equal(
        await page.getByRole('button', { name: 'Failed', exact: true }).getAttribute('aria-pressed'),
        'true',
      );
      assert.equal(await page.evaluate(() => scrollY), 400);
    });
  });

  it('filters by text and says when nothing matches', async () => {
    const { page } = await open({ surface: 'panel', state: sample('busy') });
    await page.getByRole('textbox', { name: 'Filter by package or rule' }).fill('nanoid');
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '5');
    await page.getByRole('textbox', { name: 'Filter by package or rule' }).fill('no such thing');
    await page.getByRole('button', { name: 'Show All' }).click();
    assert.equal(await page.getByRole('textbox', { name: 'Filter by package or rule' }).inputValue(), '');
  });

  it('draws only what is in sight of 10,000 operations, and stays where the user reads', async () => {
    const operations = past(50);
    const { page } = await open({ surface: 'panel', state: sample('calm', { operations }) });
    await dashboard.update(sample('calm', { operations }), 10_000);
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '10001');
    for (const to of [0.2, 0.9, 1, 0.5]) {
      await page.evaluate((part) => scrollTo(0, document.documentElement.scrollHeight * part), to);
      await page.waitForFunction(() => document.elementFromPoint(200, 400)?.closest('.feed-body [role=row]') !== null);
      assert.ok((await page.locator('.feed-body [role=row]').count()) < 90);
    }
    const reading = (): Promise<string | undefined> =>
      page.evaluate(
        () => document.elementFromPoint(200, 400)?.closest('[role=row]')?.getAttribute('data-key') ?? undefined,
      );
    const row = await reading();
    await dashboard.update(sample('calm', { operations: [operation(1, {}), ...operations] }), 10_001);
    assert.ok(row);
    assert.equal(await reading(), row);
  });

  it('shows markup of names, reasons, errors and paths as text', async () => {
    const evil = `<img src=x onerror="globalThis.executed=true"><script>globalThis.executed=true</script>`;
    const error = { code: evil, message: evil, hint: evil, details: evil };
    const operations = [
      operation(1, { name: evil, status: 'failed', error, decidedBy: evil, project: evil, command: [evil] }),
    ];
    const findings = [undeclared(evil, `src/${evil}.ts`, 1)];
    const gate = new Map([report(evil, 'ask', evil, ['exists', 'ask', evil], evil)]);
    const projects = [1, 2].map((index) => ({ id: `${index}`, name: evil }));
    for (const surface of ['sidebar', 'panel'] as const) {
      if (surface === 'panel') await dashboard.close();
      const { page } = await open({ surface, state: sample('busy', { operations, findings, gate, projects }) });
      await page.locator('[role=row][tabindex="0"]').getByText(evil).first().waitFor();
      assert.equal(await page.locator('#app img, #app script').count(), 0);
      assert.equal(await page.evaluate(() => globalThis.executed), false);
      assert.deepEqual(await dashboard.faults(), []);
    }
  });
});
