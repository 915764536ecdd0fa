import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tempFolder } from '../../test/support/temp-project.ts';
import { startVsCodeServer, type Settings, type VsCodeServer } from '../../test/support/vscode-server.ts';
import { Workbench } from '../../test/support/workbench.ts';
import type { ProbeAnswers } from './probe.ts';

const patienceMs = 60_000;

/** Asks the probe in one extension host. */
export class ProbeClient {
  readonly #port: string;

  constructor(port: string) {
    this.#port = port;
  }

  async ask<K extends keyof ProbeAnswers>(question: K): Promise<ProbeAnswers[K]> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/${question}`);
    if (!response.ok) throw new Error(`The probe could not tell ${question}: ${await response.text()}`);
    return (await response.json()) as ProbeAnswers[K];
  }
}

/** A VS Code server whose extension hosts carry the probe. */
export class BenchServer {
  readonly #server: VsCodeServer;
  readonly #hosts: string;
  readonly #seen = new Set<string>();

  private constructor(server: VsCodeServer, hosts: string) {
    this.#server = server;
    this.#hosts = hosts;
  }

  static async start(settings: Settings = {}): Promise<BenchServer> {
    const hosts = tempFolder('hosts-');
    const server = await startVsCodeServer({ automation: true, settings, env: { QM_BENCH_HOSTS: hosts } });
    return new BenchServer(server, hosts);
  }

  open(extension: string, folder: string): Promise<Workbench> {
    return Workbench.open({ server: this.#server, open: folder, developmentPath: extension });
  }

  /** The probe of the host that started since the last call. */
  async nextHost(): Promise<ProbeClient> {
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      const name = fs.readdirSync(this.#hosts).find((file) => !file.endsWith('.tmp') && !this.#seen.has(file));
      if (name !== undefined) {
        this.#seen.add(name);
        return new ProbeClient(fs.readFileSync(path.join(this.#hosts, name), 'utf8'));
      }
      await delay(50);
    }
    throw new Error(`No extension host activated the extension:\n${this.#server.hostLog().slice(-2000)}`);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    fs.rmSync(this.#hosts, { recursive: true, force: true });
  }
}
