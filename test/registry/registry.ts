import fs from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runServer } from 'verdaccio';
import type { Advisory } from './advisory.ts';
import { Faults, type Fault } from './faults.ts';
import { buildPackage, createSigningKeys, type FixturePackage } from './fixture-package.ts';
import { fixtureAdvisories, fixturePackages } from './fixtures.ts';
import { createMiddleware, type RegistryState } from './routes.ts';
import { shasumOf } from './tarball.ts';

export interface RegistryOptions {
  readonly packages?: readonly FixturePackage[];
  readonly advisories?: readonly Advisory[];
  /** Milliseconds since 1970 from which ages count back; default: the start. */
  readonly now?: number;
}

/** A real npm registry on 127.0.0.1 that holds only what the test gave it. */
export interface Registry {
  /** Without a slash at its end. */
  readonly url: string;
  /** Every request so far, as "METHOD /decoded/url". A test may empty it. */
  readonly requests: string[];
  /** Replaces the faults in force; without an argument the registry behaves again. */
  setFault(...faults: readonly Fault[]): void;
  setAdvisories(advisories: readonly Advisory[]): void;
  /** What is answered where the attestations of `name@version` are asked for; nothing is known of others. */
  attest(version: string, answer: unknown): void;
  /** Adds a package, or versions to one. Seen by the next request. */
  publish(fixture: FixturePackage): void;
  /** Takes one version away, with its archive. */
  unpublish(name: string, version: string): void;
  stop(): Promise<void>;
}

/** Starts a registry. It takes about a second the first time in a process, and a tenth of one after that. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registry-'));
  const packages = new Map<string, FixturePackage>();
  const now = options.now ?? Date.now();
  const state: RegistryState = {
    requests: [],
    faults: new Faults(),
    keys: createSigningKeys(now),
    advisories: options.advisories ?? fixtureAdvisories,
    attestations: new Map(),
    weeklyDownloads: (name) => weeklyDownloads(packages.get(name)),
  };
  const server: Server = await runServer(configuration(folder, state) as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = { url, keys: state.keys, now };

  const publish = (fixture: FixturePackage): void => {
    const known = packages.get(fixture.name);
    const merged = { ...known, ...fixture, versions: { ...known?.versions, ...fixture.versions } };
    packages.set(merged.name, merged);
    writePackage(storageOf(folder), buildPackage(merged, context));
  };
  const unpublish = (name: string, version: string): void => {
    const { [version]: gone, ...versions } = packages.get(name)?.versions ?? {};
    if (gone === undefined) throw new Error(`There is no ${name} ${version}.`);
    const left = { ...packages.get(name), name, versions };
    packages.set(name, left);
    writePackage(storageOf(folder), buildPackage(left, context));
    fs.rmSync(path.join(storageOf(folder), name, `${name.split('/').at(-1)}-${version}.tgz`));
  };
  for (const fixture of options.packages ?? fixturePackages) publish(fixture);
  await requireRoutes(url);
  state.requests.length = 0;

  return {
    url,
    requests: state.requests,
    setFault: (...faults) => state.faults.set(...faults),
    setAdvisories: (advisories) => void (state.advisories = advisories),
    attest: (version, answer) => void state.attestations.set(version, answer),
    publish,
    unpublish,
    stop: () => stop(server, folder),
  };
}

/** Verdaccio's own configuration: no uplink, so nothing is ever asked of another registry. */
function configuration(folder: string, state: RegistryState): object {
  const open = { access: '$all', publish: '$all', unpublish: '$all' };
  return {
    configPath: path.join(folder, 'config.yaml'),
    self_path: path.join(folder, 'config.yaml'),
    storage: storageOf(folder),
    plugins: path.join(import.meta.dirname, 'plugins'),
    middlewares: { 'test-routes': { enabled: true, middleware: createMiddleware(state) } },
    uplinks: {},
    packages: { '@*/*': open, '**': open },
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: 100 } },
    web: { enable: false },
    log: { type: 'file', path: path.join(folder, 'verdaccio.log'), level: 'warn', format: 'json' },
    max_body_size: '20mb',
    server: { keepAliveTimeout: 5 },
  };
}

function storageOf(folder: string): string {
  return path.join(folder, 'storage');
}

/** Written as Verdaccio would have: that is ten times as fast as publishing, and keeps the times of publication. */
function writePackage(storage: string, { packument, tarballs }: ReturnType<typeof buildPackage>): void {
  const folder = path.join(storage, String(packument.name));
  fs.mkdirSync(folder, { recursive: true });
  const attachments: Record<string, { shasum: string }> = {};
  for (const [file, tarball] of tarballs) {
    fs.writeFileSync(path.join(folder, file), tarball);
    attachments[file] = { shasum: shasumOf(tarball) };
  }
  const bookkeeping = { _attachments: attachments, _distfiles: {}, _uplinks: {}, _rev: '1-0', users: {} };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...packument, ...bookkeeping }));
}

function weeklyDownloads(fixture: FixturePackage | undefined): number | undefined {
  return fixture && (fixture.weeklyDownloads ?? 1000);
}

/** Verdaccio only logs that a plugin did not load, and starts without it. */
async function requireRoutes(url: string): Promise<void> {
  const { status } = await fetch(`${url}/-/npm/v1/keys`);
  if (status !== 200) throw new Error(`The registry's test routes did not load: its keys answered ${status}.`);
}

async function stop(server: Server, folder: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true, force: true });
}
