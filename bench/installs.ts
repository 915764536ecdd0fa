import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { startRegistry } from '../test/registry/registry.ts';
import { hermeticEnvironment } from '../test/support/environment.ts';
import { createTempProject, tempFolder, type TempProject } from '../test/support/temp-project.ts';
import type { InstallTask } from './install-child.ts';

/** A world for installs that are compared: the local registry, one warm npm cache, a process that does the work. */
export interface Installs {
  /** Of that process: a project's own .npmrc names the registry, as for users of one. */
  readonly env: Readonly<Record<string, string>>;
  /** Does `work` in a new project with these dependencies. */
  inProject(
    dependencies: Readonly<Record<string, string>>,
    work: (project: TempProject) => Promise<number>,
  ): Promise<number>;
  /** Milliseconds. Rejects with what went wrong. */
  perform(task: InstallTask): Promise<number>;
  stop(): Promise<void>;
}

export async function startInstalls(): Promise<Installs> {
  const registry = await startRegistry();
  const home = tempFolder('home-');
  const { npm_config_registry: _, ...env } = hermeticEnvironment({ home, registry });
  const child = fork(path.join(import.meta.dirname, 'install-child.ts'), {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    env,
    async inProject(dependencies, work) {
      const manifest = { name: 'bench', version: '1.0.0', private: true, dependencies };
      const project = createTempProject({ registry, files: { 'package.json': manifest } });
      try {
        const took = await work(project);
        return took;
      } finally {
        project.dispose();
      }
    },
    async perform(task) {
      const answer = once(child, 'message');
      child.send(task);
      const [message] = (await answer) as [number | string];
      if (typeof message === 'string') throw new Error(message);
      return message;
    },
    async stop() {
      child.kill();
      await registry.stop();
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
