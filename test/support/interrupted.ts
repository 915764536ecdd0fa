import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Registry } from '../registry/registry.ts';
import { startCli } from './cli.ts';
import type { TempProject } from './temp-project.ts';
import { until } from './until.ts';

/**
 * Starts an install of fx-heavy and stops it with a signal while npm waits for a tarball. Resolves with its exit code.
 * `env`: over that of the project's own user.
 */
export async function interruptedInstall(
  app: TempProject,
  registry: Registry,
  signal: NodeJS.Signals,
  env: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  holdTarball(registry);
  const child = startCli(app, ['install', 'fx-heavy'], env);
  const exit = once(child, 'exit');
  await waitsForTarball(app, registry);
  child.kill(signal);
  return (await exit)[0] as number | null;
}

/** From here on npm waits for the tarball of fx-heavy. */
export function holdTarball(registry: Registry): void {
  registry.requests.length = 0;
  // Long enough to be met there; npm waits for it before it ends.
  registry.setFault({ kind: 'latency', ms: 4000, match: /fx-heavy-.*tgz/ });
}

/** Resolves when npm waits for it, with package.json written. */
export async function waitsForTarball(app: TempProject, registry: Registry): Promise<void> {
  await until(() => registry.requests.some((line) => line.includes('fx-heavy-')));
  assert.match(app.read('package.json'), /fx-heavy/, 'it was in the middle');
}
