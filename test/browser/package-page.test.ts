import assert from 'node:assert/strict';
import type { Dashboard, Open } from './support/page.ts';
import { packagePages, packageRow, packageSheetOf, type PackageName } from './support/package-samples.ts';
import { pageState } from './support/page-samples.ts';
import { themesFor } from './support/server.ts';
import { screens, useDashboards } from './support/use-dashboards.ts';

const bundle = 'out/browser-package';

/** What each page says first of all. */
const heads: Readonly<Record<PackageName, RegExp>> = {
  trusted:
    /axios 1\.21\.1[\s\S]*Trusted[\s\S]*14 of 15 checks passed[\s\S]*nothing is open that automation would wait for/,
  asks: /The gate asks[\s\S]*12 of 15 checks passed[\s\S]*once you say yes[\s\S]*Did you mean axios\?/,
  blocked: /Blocked[\s\S]*14 of 15 checks passed[\s\S]*Nobody gets it/,
  unknown: /Not known enough[\s\S]*14 of 15 checks passed[\s\S]*not everything is known/,
};

describe('page of a package in a browser', function () {
  this.timeout(60_000);
  let dashboard: Dashboard;
  const draw = useDashboards(bundle);
  const open = async (options: Open): Promise<Dashboard> => (dashboard = await draw(options));

  for (const [index, page] of packagePages.entries()) {
    for (const theme of themesFor(index)) {
      it(`${page} in ${theme}: drawn, axe clean, nothing cut off`, async () => {
        const state = pageState(packageSheetOf(page));
        const { page: tab } = await open({ surface: 'panel', theme, state, height: 900 });
        assert.match(await tab.locator('.opage').innerText(), heads[page]);
        assert.deepEqual(await dashboard.faults(), []);
        assert.equal(await dashboard.overflow(), 0);
        await tab.screenshot({ path: `${screens}/package-${page}.${theme}.png`, fullPage: true });
      });
    }
  }

  for (const width of [300, 480, 860]) {
    it(`fits into ${width} px`, async () => {
      const { page } = await open({ surface: 'panel', state: pageState(packageSheetOf('asks')), width });
      assert.equal(await dashboard.overflow(), 0);
      assert.deepEqual(await dashboard.faults(), []);
      await page.screenshot({ path: `${screens}/package-asks.${width}.png`, fullPage: true });
    });
  }

  it('has every check with result, reason, source and time, the gravest first', async () => {
    const { page } = await open({ surface: 'panel', state: pageState(packageSheetOf('asks')) });
    const rows = await page.locator('.checks tbody tr').allInnerTexts();
    assert.equal(rows.length, 15);
    const names = rows.slice(0, 4).map((text) => text.split('\t')[0]?.trim());
    assert.deepEqual(names, ['Lookalike', 'Downloads', 'Malware', 'Name']);
    assert.match(rows[1] ?? '', /Ask\s+Only 12 downloads in the last week\.\s+counts of downloads · /);
  });

  it('installs by a click, and offers none of what is blocked', async () => {
    await open({ surface: 'panel', state: pageState(packageSheetOf('trusted')) });
    await dashboard.page.getByRole('button', { name: 'Install axios' }).click();
    assert.deepEqual(await dashboard.said(), [{ type: 'install', rows: [packageRow] }]);
    await dashboard.update(pageState(packageSheetOf('blocked')));
    assert.equal(await dashboard.page.getByRole('button', { name: /^Install/ }).count(), 0);
  });

  it('says that it asks until an answer is there, and calls nothing trusted before', async () => {
    const sheet = packageSheetOf('unknown', { asking: true });
    const { page } = await open({ surface: 'panel', state: pageState(sheet) });
    const text = await page.locator('.ohead').innerText();
    assert.match(text, /Asking registry and advisories/);
    assert.doesNotMatch(text, /Trusted|Allowed/);
  });

  it('is left by Escape, and says so where the package is not missing any more', async () => {
    const { page } = await open({ surface: 'panel', state: pageState({ kind: 'mended', id: packageRow }) });
    await page.getByText('This package is neither missing nor mismatched any more.').waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(await dashboard.said(), [{ type: 'closeOperation' }]);
  });
});
