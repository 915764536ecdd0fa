import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { buildDashboard } from './build.ts';
import { Dashboard, launchChromium, type Open } from './page.ts';
import { serveDashboard, type Harness } from './server.ts';

/** Where the pictures of pages go. */
export const screens = 'out/screens';

/**
 * To be called in a `describe`: gives a function that draws a dashboard of a bundle, made before the tests, in a real browser. It is
 * closed after its test, and must have kept to its content security policy.
 */
export function useDashboards(bundle: string): (options: Open) => Promise<Dashboard> {
  let harness: Harness;
  let browser: Browser;
  let dashboard: Dashboard;
  before(async () => {
    await mkdir(screens, { recursive: true });
    await buildDashboard(bundle);
    harness = await serveDashboard(bundle);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await harness?.close();
  });
  afterEach(async () => {
    const violations = await dashboard.violations();
    await dashboard.close();
    assert.deepEqual(violations, []);
  });
  return async (options) => (dashboard = await Dashboard.open(browser, harness.origin, options));
}
