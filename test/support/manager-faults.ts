import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Operation } from '../../src/model/operation.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import type { ProcessRunner } from '../../src/ports/process-runner.ts';
import type { Fault } from '../registry/faults.ts';
import { byHand, install, never } from './engine.ts';
import { wholeTree } from './engine-project.ts';
import { freshCaches } from './environment.ts';
import { useManager } from './manager-suite.ts';
import type { TestManager } from './managers.ts';
import { tempFolder, type TempProject } from './temp-project.ts';
import { startUntrusted, type UntrustedRegistry } from './untrusted-registry.ts';

// Every fault of a registry that was measured (registry.md), by every package manager: the right code, a hint, and not a
// byte of the project changed. Each test has half a minute, which is what an answer may take.

const answersWithin = 30_000;

const metadata = /GET \/@fx\/util$/;
const tarball = /util.*tgz/;

/** Met by the manager while it resolves or installs: our own question is for the package itself, and that is whole. */
const installFaults: readonly (readonly [
  what: string,
  specs: readonly string[],
  fault: Fault | undefined,
  code: string,
])[] = [
  ['a dependency that nobody has', ['fx-broken-deps'], undefined, 'QM_PACKAGE_UNKNOWN'],
  ['a dependency in a version that nobody has', ['fx-wants-more'], undefined, 'QM_VERSION_UNKNOWN'],
  ['401 for a dependency', ['fx-with-deps'], status(401, /util/), 'QM_REGISTRY_AUTH'],
  ['403 for a dependency', ['fx-with-deps'], status(403, /util/), 'QM_REGISTRY_AUTH'],
  ['404 for a dependency', ['fx-with-deps'], status(404, /util/), 'QM_PACKAGE_UNKNOWN'],
  ['429 for a dependency', ['fx-with-deps'], status(429, /util/), 'QM_REGISTRY_BUSY'],
  ['500 for a dependency', ['fx-with-deps'], status(500, /util/), 'QM_REGISTRY_FAILED'],
  ['reset connections', ['fx-with-deps'], { kind: 'reset', match: /util/ }, 'QM_REGISTRY_UNREACHABLE'],
  ['a registry that hangs', ['fx-with-deps'], { kind: 'hang', match: metadata }, 'QM_REGISTRY_UNREACHABLE'],
  ['a tarball that hangs', ['fx-with-deps'], { kind: 'hang', match: tarball }, 'QM_REGISTRY_UNREACHABLE'],
  ['a page instead of an answer', ['fx-with-deps'], { kind: 'html', match: /util/ }, 'QM_REGISTRY_FAILED'],
  ['another tarball', ['fx-with-deps'], { kind: 'corrupt', match: tarball }, 'QM_INTEGRITY'],
  ['half a tarball', ['fx-with-deps'], { kind: 'truncate', match: tarball }, 'QM_REGISTRY_UNREACHABLE'],
];

/** Met by the manager alone: the lockfile is there, and nothing is asked by us. */
const restoreFaults: readonly (readonly [what: string, fault: Fault, code: string])[] = [
  ['403 for a tarball', status(403, tarball), 'QM_REGISTRY_AUTH'],
  ['429 for a tarball', status(429, tarball), 'QM_REGISTRY_BUSY'],
  ['500 for a tarball', status(500, tarball), 'QM_REGISTRY_FAILED'],
  ['another tarball', { kind: 'corrupt', match: tarball }, 'QM_INTEGRITY'],
];

/** Ends a manager that waits after 6 s, not after 20: twenty tests would take as long as all others together. */
const impatientRunner: ProcessRunner = {
  ...processRunner,
  run: (request, signal) =>
    processRunner.run({ ...request, idleMs: Math.min(request.idleMs ?? Infinity, 6_000) }, signal),
};

/** Declares the tests of one manager. */
export function describeFaults({ label, refusesPeers, lockfile }: TestManager): void {
  describe(`${label} at a registry that fails`, function () {
    this.timeout(answersWithin);
    const { registry, project, open } = useManager(label);
    const impatient = { run: impatientRunner } satisfies Partial<EngineContext>;
    let standing: TempProject | undefined;
    let untrusted: UntrustedRegistry;
    before(async () => {
      registry().publish({
        name: 'fx-wants-more',
        versions: { '1.0.0': { manifest: { dependencies: { 'fx-tiny': '^99.0.0' } } } },
      });
      untrusted = await startUntrusted(registry());
    });
    after(async () => {
      await untrusted.stop();
      standing?.dispose();
    });

    /** A clone of a project that was installed once: manifest and lockfile, and the registry at another address. */
    async function clone(url = registry().url): Promise<TempProject> {
      if (standing === undefined) {
        const first = project();
        const { status: end, error } = await install(await open(first), 'fx-with-deps');
        assert.equal(end, 'succeeded', JSON.stringify(error));
        standing = { ...first, folder: tempFolder('standing-') };
        for (const name of ['package.json', lockfile, 'pnpm-workspace.yaml', '.yarnrc.yml', '.npmrc']) {
          if (first.exists(name)) fs.copyFileSync(first.path(name), `${standing.folder}/${name}`);
        }
        Object.assign(process.env, freshCaches(tempFolder('cache-')));
      }
      const app = project();
      for (const name of fs.readdirSync(standing.folder)) {
        app.write(name, fs.readFileSync(`${standing.folder}/${name}`, 'utf8').replaceAll(registry().url, url));
      }
      return app;
    }

    async function changesNothing(app: TempProject, code: string, work: () => Promise<Operation>): Promise<void> {
      const before = wholeTree(app);
      const { error } = await work();
      assert.equal(error?.code, code, `${error?.message}\n${error?.details}`);
      assert.ok(error.message !== '' && error.hint !== '' && error.details !== '');
      assert.deepEqual(wholeTree(app), before);
    }

    for (const [what, specs, fault, code] of installFaults) {
      it(`says ${code} and changes nothing, given ${what}`, async () => {
        const app = project();
        if (fault !== undefined) registry().setFault(fault);
        const engine = await open(app, fault?.kind === 'hang' ? impatient : {});
        await changesNothing(app, code, () => install(engine, ...specs));
      });
    }

    if (refusesPeers) {
      it('says QM_PEER_CONFLICT and changes nothing, given peers that exclude each other', async () => {
        const app = project();
        const engine = await open(app);
        await changesNothing(app, 'QM_PEER_CONFLICT', () => install(engine, 'fx-host@2.0.0', 'fx-plugin@1.0.0'));
      });
    }

    for (const [what, fault, code] of restoreFaults) {
      it(`says ${code} of a restore and changes nothing, given ${what}`, async () => {
        const app = await clone();
        registry().setFault(fault);
        const engine = await open(app);
        await changesNothing(app, code, () => engine.restore('', byHand, never));
      });
    }

    it('says QM_REGISTRY_UNREACHABLE of a restore and changes nothing, given a registry that is gone', async () => {
      const app = await clone('http://127.0.0.1:9');
      const engine = await open(app);
      await changesNothing(app, 'QM_REGISTRY_UNREACHABLE', () => engine.restore('', byHand, never));
    });

    it('says QM_REGISTRY_TLS of a restore and changes nothing, given a certificate that nobody trusts', async () => {
      const app = await clone(untrusted.url);
      // pnpm 10 tries again for a minute, and is ended as one that waits.
      const engine = await open(app, impatient);
      await changesNothing(app, 'QM_REGISTRY_TLS', () => engine.restore('', byHand, never));
    });

    it('waits for as long as the registry announces, and installs then', async () => {
      const app = project();
      const waits: number[] = [];
      // The registry is well again when the time is up, and not before.
      const clock = {
        ...systemClock,
        async pause(milliseconds: number, signal: AbortSignal) {
          if (milliseconds !== 2_000) return systemClock.pause(milliseconds, signal);
          waits.push(milliseconds);
          registry().setFault();
        },
      };
      const engine = await open(app, { clock });
      registry().setFault({ kind: 'status', status: 429, headers: { 'retry-after': '2' }, match: /util/ });
      const operation = await install(engine, 'fx-with-deps');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.deepEqual(waits, [2_000]);
    });
  });
}

function status(code: number, match: RegExp): Fault {
  return { kind: 'status', status: code, match };
}
