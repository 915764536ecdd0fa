import assert from 'node:assert/strict';
import fs from 'node:fs';
import { install, never } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import { testManagers } from '../support/managers.ts';
import type { FileBody, TempProject } from '../support/temp-project.ts';

/** A company's ordinary project: its registry, and the variable that has each developer's token. */
describe('a repository that sends a token to a registry of its own', () => {
  for (const { label } of testManagers().filter((manager) => !manager.label.startsWith('yarn-4-'))) {
    describe(label, () => {
      const { manager, registry, project, open } = useManager(label);
      const host = (): string => new URL(registry().url).host;

      function company(to = host()): TempProject {
        const line = `//${to}/:_authToken=\${NPM_TOKEN}\n`;
        const registries = { [`//${to}`]: { npmAuthToken: '${NPM_TOKEN}' } };
        const yarn = manager.marks(registry())['.yarnrc.yml'];
        const files: Record<string, FileBody> =
          yarn === undefined
            ? { '.npmrc': `registry=${registry().url}/\n${line}` }
            : { '.yarnrc.yml': JSON.stringify({ ...(JSON.parse(yarn) as object), npmRegistries: registries }) };
        return project(files);
      }
      beforeEach(() => {
        process.env['NPM_TOKEN'] = 'a-token';
        registry().requests.length = 0;
      });
      afterEach(() => fs.rmSync(String(process.env['npm_config_userconfig']), { force: true }));

      it('is refused with the name of both, and nobody was asked for anything', async () => {
        const app = company();
        const { error } = await install(await open(app), 'fx-tiny');
        assert.equal(error?.code, 'QM_PROJECT_HOOKS', JSON.stringify(error));
        assert.ok(error.message.includes(`send NPM_TOKEN to ${host()}`), error.message);
        assert.match(error.hint, /^If that host may have it, allow it/);
        assert.deepEqual([registry().requests, app.exists('node_modules')], [[], false]);
      });

      it('is not asked about where the user configured that registry', async () => {
        fs.writeFileSync(String(process.env['npm_config_userconfig']), `@corp:registry=${registry().url}/\n`);
        const engine = await open(company());
        assert.equal(await engine.hookQuestion('', never), undefined);
        const { status, error } = await install(engine, 'fx-tiny');
        assert.equal(status, 'succeeded', JSON.stringify(error));
      });

      it('is allowed by its user once, for that host and no other', async () => {
        const app = company();
        const engine = await open(app);
        const asked = await engine.hookQuestion('', never);
        assert.ok(asked);
        assert.deepEqual(
          [asked.files, asked.sends, asked.isConsented],
          [[], [{ variable: 'NPM_TOKEN', host: host() }], false],
        );
        await engine.consentTo('', asked.digest, never);
        assert.equal((await engine.hookQuestion('', never))?.isConsented, true);
        const { status, error } = await install(engine, 'fx-tiny');
        assert.equal(status, 'succeeded', JSON.stringify(error));
        // Another line of the file is none of this.
        const name = manager.marks(registry())['.yarnrc.yml'] === undefined ? '.npmrc' : '.yarnrc.yml';
        const text = app.read(name);
        app.write(
          name,
          text.startsWith('{') ? text.replace('{', '{ "nodeLinker": "node-modules",') : `${text}fund=false\n`,
        );
        assert.equal((await engine.hookQuestion('', never))?.isConsented, true);
        app.write(name, text.replace(`//${host()}/:`, '//evil.test/:').replace(`"//${host()}"`, '"//evil.test"'));
        const refused = await install(engine, '@fx/core');
        assert.ok(refused.error?.message.includes('send NPM_TOKEN to evil.test'), refused.error?.message);
        await assert.rejects(engine.consentTo('', asked.digest, never), { code: 'QM_BASE_MOVED' });
      });
    });
  }
});
