import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Locator } from 'playwright-core';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import type { Dashboard } from '../support/dashboard.ts';
import {
  byCommandLine,
  bytesOf,
  commandLine,
  installMs,
  manifest,
  shoot,
  useWindows,
  versionOf,
  type Window,
} from './support/window.ts';

/** What stands in the way of each rollback of the story below, in the words of every place. */
const words = {
  moved: 'fx-vuln is at 1.0.2 by now: something came later.',
  reopened: 'fx-vuln 1.0.1 brings back GHSA-fxfx-0001-vuln (high): Prototype pollution in fx-vuln',
  gone: 'fx-left 1.0.0 is not in the registry any more. The package manager has to choose another version.',
  needed: 'fx-plugin 1.0.0 needs fx-host ^1.0.0 beside it, and this takes it out.',
};

describe('a window on what may stand in the way of a rollback', () => {
  const { registry, open } = useWindows();
  let osv: Osv;
  let window: Window;
  let panel: Dashboard;
  let standing: object;

  before(async function () {
    this.timeout(180_000);
    osv = await startOsv({ records: fixtureOsvRecords });
    registry().publish({ name: 'fx-left', versions: { '1.0.0': {}, '1.1.0': {} } });
    window = await open({
      files: { 'package.json': manifest, 'index.js': '\n' },
      osv,
      prepare: async (project, server) => {
        const specs = [
          'fx-left@1.0.0',
          'fx-left@1.1.0',
          'fx-host@1.0.0',
          'fx-plugin@1.0.0',
          'fx-vuln@1.0.1',
          'fx-vuln@1.0.2',
        ];
        for (const spec of specs) await byCommandLine({ project, server }, registry(), ['install', spec]);
        registry().unpublish('fx-left', '1.0.0');
      },
    });
    standing = bytesOf(window.project);
    // The window has to know the history before the palette can list it.
    await window.workbench.command('Quartermaster: Look for Missing Packages Now');
  });
  after(() => osv?.stop());

  const shot = (name: string): Promise<void> => shoot(window.workbench, name);
  const dialog = (): Locator => window.workbench.dialog();

  async function pick(title: string | RegExp): Promise<void> {
    await window.workbench.command('Quartermaster: Roll Back an Operation…');
    await window.workbench.pick(title);
  }

  async function cancelled(): Promise<void> {
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    assert.deepEqual(bytesOf(window.project), standing);
  }

  /** `title` as the feed has it: with the version before, where there was one. */
  async function page(title: string): Promise<void> {
    await window.workbench.command('Quartermaster: Open Dashboard');
    panel = await window.workbench.openPanel();
    const back = panel.button('All Operations');
    if (await back.isVisible()) await back.click();
    await panel.frame.getByRole('row').filter({ hasText: title }).last().click({ timeout: installMs });
    await panel.frame.getByRole('heading', { name: title }).waitFor();
  }

  /** What the command line says of the same operation, with nothing touched. */
  async function said(title: string): Promise<string> {
    const history = await commandLine(window, registry(), ['history', '--json'], osv);
    const { operations } = JSON.parse(history.stdout) as {
      operations: { id: string; kind: string; packages: { name: string; from: string | null; to: string | null }[] }[];
    };
    const found = operations.find(({ packages: [first] }) => `${first?.name} ${first?.to}` === title);
    const { stdout, stderr } = await commandLine(window, registry(), ['rollback', String(found?.id), '--dry-run'], osv);
    return stdout + stderr;
  }

  it('says in the palette that something came later, and asks nothing', async () => {
    await pick('Install fx-vuln 1.0.1');
    const toast = window.workbench.toast(/QM_ROLLBACK_BLOCKED/);
    await toast.waitFor().finally(() => shot('rollback-blocked'));
    assert.ok((await toast.innerText()).includes(words.moved), await toast.innerText());
    assert.equal(await dialog().count(), 0);
    assert.ok((await said('fx-vuln 1.0.1')).includes(words.moved));
    await window.workbench.command('Notifications: Clear All Notifications');
  });

  for (const [title, long, sentence, name] of [
    ['fx-vuln 1.0.2', 'fx-vuln 1.0.1 → 1.0.2', words.reopened, 'reopened'],
    ['fx-left 1.1.0', 'fx-left 1.0.0 → 1.1.0', words.gone, 'gone'],
    ['fx-host 1.0.0', 'fx-host 1.0.0', words.needed, 'needed'],
  ] as const) {
    it(`asks in the palette with what stands in the way of taking back ${title}, in the words of the command line`, async () => {
      await pick(new RegExp(`(Install|Update) ${title.replaceAll('.', '\\.')}`));
      await dialog().getByText(sentence).waitFor({ timeout: installMs });
      await shot(`rollback-${name}`);
      await cancelled();
      const text = await said(title);
      assert.ok(text.includes(sentence), text);
    });

    it(`says the same on the page of ${title}`, async () => {
      await page(`Install ${long}`);
      await panel.frame.getByText(sentence).waitFor({ timeout: installMs });
      await shot(`rollback-page-${name}`);
      await panel.button('Roll Back…').click();
      await dialog().getByText(sentence).waitFor({ timeout: installMs });
      await cancelled();
    });
  }

  it('asks the same from the row of the narrow sidebar', async () => {
    const sidebar = await window.workbench.openSidebar('Quartermaster');
    await sidebar.button(/^Roll back.* fx-vuln 1\.0\.1 → 1\.0\.2$/i).click({ timeout: installMs });
    await dialog().getByText(words.reopened).waitFor({ timeout: installMs });
    await shot('rollback-sidebar');
    await cancelled();
  });

  it('says on the page of what something came later to the same, and has no button for it', async () => {
    await page('Install fx-vuln 1.0.1');
    await panel.frame.getByText(words.moved).waitFor();
    await shot('rollback-page-blocked');
    assert.equal(await panel.button('Roll Back…').count(), 0);
  });

  for (const theme of ['light', 'highContrastDark', 'highContrastLight'] as const) {
    it(`is drawn in the theme ${theme} with nothing that a reader of screens misses`, async () => {
      await window.workbench.useTheme(theme);
      await page('Install fx-vuln 1.0.1 → 1.0.2');
      await panel.frame.getByText(words.reopened).waitFor();
      await shot(`rollback-page-${theme}`);
      assert.deepEqual(await panel.accessibilityViolations(), []);
    });
  }

  it('takes it back once that is answered, by the palette', async () => {
    await window.workbench.useTheme('dark');
    await pick('Install fx-vuln 1.0.2');
    await dialog().getByText(words.reopened).waitFor({ timeout: installMs });
    await dialog().getByRole('button', { name: 'Roll Back' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page('Roll back fx-vuln');
    await panel.frame.getByText('Open the Operation It Undid').waitFor({ timeout: installMs });
    await panel.button('Roll Back…').waitFor({ timeout: installMs });
    await shot('rollback-of-it');
    assert.equal(versionOf(window.project, 'fx-vuln'), '1.0.1');
  });

  it('takes that back too, by its page', async () => {
    await panel.button('Roll Back…').click();
    await dialog().getByRole('button', { name: 'Roll Back' }).click({ timeout: installMs });
    await panel.button('Open Its Rollback').waitFor({ timeout: installMs });
    await shot('rollback-taken-back');
    assert.deepEqual(bytesOf(window.project), standing);
  });

  it('offers in the palette every operation that is kept, however many came after it', async () => {
    const database = new DatabaseSync(window.project.path('.quartermaster/state.db'));
    database.exec('CREATE TEMP TABLE copy AS SELECT * FROM package_operations LIMIT 1');
    for (let count = 0; count < 120; count += 1) {
      database
        .prepare("UPDATE copy SET id = ?, status = 'cancelled', created_at = ?")
        .run(randomUUID(), '2999-01-01T00:00:00.000Z');
      database.exec('INSERT INTO package_operations SELECT * FROM copy');
    }
    database.close();
    await pick('Install fx-plugin 1.0.0');
    await dialog().getByText('Removes fx-plugin 1.0.0.').waitFor({ timeout: installMs });
    await cancelled();
  });
});
