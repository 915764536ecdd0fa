import fs from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { tempFolder } from './temp-project.ts';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

export interface TestBrowser {
  /** A page with a storage of its own. */
  newPage(size?: WindowSize): Promise<Page>;
  close(): Promise<void>;
}

const launchFlags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Where the interface asks for the system's own font, a plain Linux has one that no desktop uses. */
const fontPreference = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>JetBrains Mono</family></prefer></alias>
</fontconfig>
`;

/** Starts a headless Chromium with a configuration of its own. */
export async function launchBrowser(): Promise<TestBrowser> {
  const config = tempFolder('chromium-');
  fs.mkdirSync(path.join(config, 'fontconfig'));
  fs.writeFileSync(path.join(config, 'fontconfig/fonts.conf'), fontPreference);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_EXECUTABLE ?? 'chromium',
    headless: true,
    // Chromium's sandbox refuses to run as root, as it does in most containers.
    args: process.getuid?.() === 0 ? [...launchFlags, '--no-sandbox'] : launchFlags,
    env: { ...process.env, XDG_CONFIG_HOME: config },
  });
  return {
    async newPage(viewport = { width: 1400, height: 900 }) {
      const context = await browser.newContext({ viewport });
      return context.newPage();
    },
    async close() {
      await browser.close();
      fs.rmSync(config, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
