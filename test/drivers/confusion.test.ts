import assert from 'node:assert/strict';
import { byHand, contextOf, never, requests } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import type { Registry as RegistryPort } from '../../src/ports/registry.ts';
import type { InstallOutcome } from '../../src/model/install.ts';
import { useRegistry } from '../support/use-registry.ts';

/** The real registry client, for which the one at this address is npm's public registry. */
function asPublic(registry: RegistryPort, url: string): RegistryPort {
  const { host } = new URL(url);
  return new Proxy(registry, {
    get(target, key) {
      if (key === 'origin') {
        return async (name: string, folder: string) => {
          const origin = await target.origin(name, folder);
          return { ...origin, isPublic: origin.host === host };
        };
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const asks = ({ operations, asked }: InstallOutcome): readonly unknown[] => [
  operations.map(({ status, error }) => error?.code ?? status),
  asked.flatMap(({ package: name, checks }) =>
    checks.filter(({ result }) => result === 'ask').map(({ check, reason }) => `${name} ${check}: ${reason}`),
  ),
];

describe('a name of a private registry that the public one has too', () => {
  const everybodys = useRegistry();

  /** By each manager's configuration: one registry for all, and one for a scope, where that is given. */
  function registries(label: string, corp?: string): Readonly<Record<string, string>> {
    const yarn4 = {
      npmRegistryServer: everybodys.url,
      unsafeHttpWhitelist: ['127.0.0.1'],
      nodeLinker: 'node-modules',
      npmScopes: corp === undefined ? {} : { corp: { npmRegistryServer: corp } },
    };
    if (label === 'yarn-4') return { '.yarnrc.yml': `${JSON.stringify(yarn4)}\n` };
    return { '.npmrc': `registry=${everybodys.url}/\n${corp === undefined ? '' : `@corp:registry=${corp}/\n`}` };
  }

  // The lockfiles of pnpm and Yarn 4 do not say where a package comes from: that is remembered.
  for (const label of ['npm-11', 'yarn-1', 'bun-1', 'pnpm-12', 'yarn-4']) {
    describe(`by ${label}`, () => {
      const { registry: own, project, open } = useManager(label);

      /** A project with a package of the private registry, in which nothing says any more that its scope comes from there. */
      async function astray() {
        for (const name of ['@corp/a', '@corp/b', '@other/x']) {
          own().publish({ name, versions: { '1.0.0': {} } });
          everybodys.publish({ name, versions: { '1.0.0': {}, '1.5.0': {} } });
        }
        const app = project(registries(label, own().url));
        app.delete('.yarnrc');
        const over = { registry: asPublic(contextOf(app).registry, everybodys.url) };
        const before = await open(app, over);
        assert.deepEqual(asks(await before.install(requests(['@corp/a@1.0.0']), byHand, never)), [['succeeded'], []]);
        for (const [file, text] of Object.entries(registries(label))) app.write(file, text);
        const engine = await open(app, { registry: asPublic(contextOf(app).registry, everybodys.url) });
        return { engine, hosts: [new URL(own().url).host, new URL(everybodys.url).host] as const };
      }

      it('is asked about in a new version, of another of its scope, and not of other scopes', async () => {
        const { engine, hosts } = await astray();
        const [from, to] = hosts;
        const install = async (spec: string) => asks(await engine.install(requests([spec]), byHand, never));
        assert.deepEqual(await install('@corp/b'), [
          ['QM_GATE_ASK'],
          [
            `@corp/b source-kind: Others of its scope come from ${from}. It would come from ${to}, where anybody can publish.`,
          ],
        ]);
        assert.deepEqual(await install('@corp/a@1.5.0'), [
          ['QM_GATE_ASK'],
          [
            `@corp/a source-kind: It came from ${from} before. Now it would come from ${to}, where anybody can publish.`,
          ],
        ]);
        assert.deepEqual(await install('@other/x'), [['succeeded'], []]);
      });

      it('is answered for by no script', async () => {
        const { engine } = await astray();
        const options = { ...byHand, confirmed: 'unattended' } as const;
        const { operations } = await engine.install(requests(['@corp/b']), options, never);
        assert.equal(operations[0]?.error?.code, 'QM_GATE_ASK');
      });
    });
  }
});
