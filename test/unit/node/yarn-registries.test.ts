import assert from 'node:assert/strict';
import { berryOptions, readYarnOptions } from '../../../src/node/yarn-registries.ts';
import type { SentVariable } from '../../../src/model/sent-variables.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe("the registries of Yarn's configuration", () => {
  const useProject = useTempProjects();
  const anybody = async (): Promise<boolean> => true;
  const modern = '__metadata:\n  version: 8\n';

  it('are none for a project of another manager', async () => {
    const { folder } = useProject({ files: { '.yarnrc': 'registry "https://a.test"\n', 'package-lock.json': '{}' } });
    assert.deepEqual(await readYarnOptions(folder, {}, anybody, {}), {});
    const above = { '.yarnrc.yml': 'npmRegistryServer: https://a.test\n', 'inner/package-lock.json': '{}' };
    assert.deepEqual(await readYarnOptions(useProject({ files: above }).path('inner'), {}, anybody, {}), {});
  });

  it('are found with their tokens, by scope and by registry', () => {
    const values = {
      npmRegistryServer: 'https://npm.test/path',
      npmAuthToken: 'global',
      npmScopes: {
        a: { npmRegistryServer: 'https://a.test', npmAuthToken: '${TOKEN}' },
        b: { npmAuthIdent: 'user:pass' },
      },
      npmRegistries: {
        '//other.test': { npmAuthIdent: 'encoded' },
        'https://third.test/': { npmAuthToken: '${UNSET}' },
      },
    };
    assert.deepEqual(berryOptions([values], { TOKEN: 'secret' }), {
      registry: 'https://npm.test/path/',
      '//npm.test/path/:_authToken': 'global',
      '@a:registry': 'https://a.test/',
      '//a.test/:_authToken': 'secret',
      '@b:registry': 'https://npm.test/path/',
      '//npm.test/path/:_auth': Buffer.from('user:pass').toString('base64'),
      '//other.test/:_auth': 'encoded',
    });
  });

  it('are those of the nearest file, and of a variable before all', () => {
    const near = {
      npmRegistryServer: 'https://near.test',
      npmScopes: { a: { npmRegistryServer: 'https://near.test/a' } },
    };
    const far = {
      npmRegistryServer: 'https://far.test',
      npmScopes: { a: { npmRegistryServer: 'https://far.test/a' } },
    };
    const files = [near, far];
    assert.deepEqual(berryOptions(files, {}), {
      registry: 'https://near.test/',
      '@a:registry': 'https://near.test/a/',
    });
    const set = berryOptions(files, { YARN_NPM_REGISTRY_SERVER: 'https://set.test' });
    assert.equal(set['registry'], 'https://set.test/');
  });

  it('have variables of the environment and of the project, or what stands in for them', async () => {
    const env = { NPM_HOST: 'https://host.test', SECRET: 'secret' };
    const table: readonly (readonly [text: string, expected: string | undefined])[] = [
      ['${NPM_HOST}', 'https://host.test/'],
      ['https://${NPM_PART}.test', 'https://part.test/'],
      ['${NPM_EMPTY:-https://instead.test}', 'https://instead.test/'],
      ['${NPM_UNSET-https://instead.test}', 'https://instead.test/'],
      ['${NPM_UNSET}', undefined],
      ['https://${SECRET}.test', undefined],
    ];
    for (const [text, expected] of table) {
      const files = {
        'yarn.lock': modern,
        '.yarnrc.yml': `npmRegistryServer: "${text}"\n`,
        '.env.yarn': '# x\nexport NPM_PART="part"\nNPM_EMPTY=\n',
      };
      const found = await readYarnOptions(useProject({ files }).folder, {}, anybody, env);
      assert.equal(found['registry'], expected, text);
    }
  });

  it('get no variable of the environment for a host that may not have it', async () => {
    const files = {
      'yarn.lock': modern,
      '.yarnrc.yml': [
        'npmRegistryServer: https://evil.test',
        'npmAuthToken: ${NPM_TOKEN}',
        'npmScopes:',
        '  a: { npmRegistryServer: "https://also.test/${NPM_TOKEN}" }',
        'npmRegistries:',
        '  "//third.test": { npmAuthIdent: "${NPM_TOKEN}" }',
      ].join('\n'),
    };
    const asked: string[] = [];
    const nobody = async ({ variable, host }: SentVariable): Promise<boolean> => {
      asked.push(`${variable} ${host}`);
      return false;
    };
    const found = await readYarnOptions(useProject({ files }).folder, {}, nobody, { NPM_TOKEN: 'secret' });
    assert.deepEqual(found, { registry: 'https://evil.test/' });
    assert.deepEqual(asked, ['NPM_TOKEN evil.test', 'NPM_TOKEN also.test', 'NPM_TOKEN third.test']);
  });

  it('come from the folders above too', async () => {
    const project = useProject({
      files: {
        '.yarnrc.yml': 'npmRegistryServer: https://above.test\n',
        'inner/yarn.lock': modern,
        'inner/.yarnrc.yml': 'nodeLinker: pnpm\n',
      },
    });
    assert.deepEqual(await readYarnOptions(project.path('inner'), {}, anybody, {}), {
      registry: 'https://above.test/',
    });
  });

  it('of Yarn 1 give way to what npm has', async () => {
    const yarnrc = 'registry "https://a.test/"\n"@s:registry" https://s.test/\nlastUpdateCheck 1\n';
    const { folder } = useProject({ files: { 'yarn.lock': '# yarn lockfile v1\n', '.yarnrc': yarnrc } });
    const scoped = { '@s:registry': 'https://s.test/' };
    assert.deepEqual(await readYarnOptions(folder, {}, anybody, {}), { registry: 'https://a.test/', ...scoped });
    assert.deepEqual(await readYarnOptions(folder, { registry: 'https://npm.test/' }, anybody, {}), scoped);
  });

  it('are none where the file cannot be read', async () => {
    const { folder } = useProject({ files: { 'yarn.lock': modern, '.yarnrc.yml': '- a\n' } });
    assert.deepEqual(await readYarnOptions(folder, {}, anybody, {}), {});
  });
});
