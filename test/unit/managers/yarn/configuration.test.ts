import assert from 'node:assert/strict';
import path from 'node:path';
import { leadsOutside, readUpward } from '../../../../src/managers/yarn/ancestors.ts';
import { writeConfiguration } from '../../../../src/managers/yarn/berry/configuration.ts';
import { readPatches } from '../../../../src/managers/yarn/berry/manifests.ts';
import { berryOverride } from '../../../../src/managers/yarn/berry/overrides.ts';
import { classicOverride } from '../../../../src/managers/yarn/classic/overrides.ts';
import { lookUp, parseYarnrc, readSettings } from '../../../../src/managers/yarn/classic/settings.ts';
import { answering } from '../../../fakes/answering-runner.ts';
import { tempFolder, useTempProjects, type TempProject } from '../../../support/temp-project.ts';

describe('the configuration that Yarn 4 is given', () => {
  const useProject = useTempProjects();
  const given = async (
    project: TempProject,
    folder: string,
    cwd = project.path(folder),
    hooks: readonly string[] | undefined = undefined,
  ) => {
    const { context } = answering({}, '/yarn.js', cwd);
    const scratch = tempFolder('scratch-');
    const name = await writeConfiguration({ ...context, project: project.path(folder), scratch, hooks });
    const file = path.join(cwd, name);
    assert.equal(path.dirname(file), scratch);
    return JSON.parse(await import('node:fs').then(({ readFileSync }) => readFileSync(file, 'utf8'))) as object;
  };

  it("is the project's without what runs code, hides failures or turns off checks", async () => {
    const project = useProject({
      files: {
        '.yarnrc.yml': [
          'nodeLinker: pnpm',
          'plugins: [./evil.cjs]',
          'yarnPath: ./evil.cjs',
          'logFilters: [{ code: YN0018, level: discard }]',
          'immutablePatterns: ["**"]',
          'checksumBehavior: ignore',
          'enableStrictSsl: false',
          'enableConstraintsChecks: true',
          'enableImmutableCache: true',
          'catalog: { a: 5.10 }',
        ].join('\n'),
      },
    });
    assert.deepEqual(await given(project, ''), {
      injectEnvironmentFiles: [project.path('.env.yarn?')],
      nodeLinker: 'pnpm',
      catalog: { a: '5.10' },
    });
  });

  it('has those plugins alone that were consented to, wherever it stands', async () => {
    const listed = '[./a.cjs, { path: b.cjs, spec: ./b.cjs }, { path: c.cjs, spec: "@yarnpkg/plugin-version" }, d.cjs]';
    const project = useProject({ files: { '.yarnrc.yml': `plugins: ${listed}\n` } });
    const outside = tempFolder('shadow-');
    for (const cwd of [project.folder, outside]) {
      const { plugins } = (await given(project, '', cwd, ['a.cjs', 'b.cjs'])) as { plugins: readonly string[] };
      assert.deepEqual(plugins, [project.path('a.cjs'), project.path('b.cjs')]);
    }
  });

  it('has what the folders above say, the nearest first, and every path where it was', async () => {
    const project = useProject({
      files: {
        '.yarnrc.yml':
          'nodeLinker: pnp\nhttpsCaFilePath: ./ca.pem\nnpmScopes: { a: { x: 1 }, b: { x: 1 } }\nlist: [one]\n',
        'inner/.yarnrc.yml':
          'nodeLinker: pnpm\nnpmScopes: { b: { x: 2 } }\nlist: [two]\ncacheFolder: ./c\ninjectEnvironmentFiles: [.env, /abs, "${X}"]\nnetworkSettings: { "*": { httpsKeyFilePath: k } }\n',
      },
    });
    const inner = {
      nodeLinker: 'pnpm',
      httpsCaFilePath: `${project.folder}/./ca.pem`,
      npmScopes: { a: { x: '1' }, b: { x: '2' } },
      list: ['one', 'two'],
      injectEnvironmentFiles: [project.path('inner/.env'), '/abs', '${X}'],
      networkSettings: { '*': { httpsKeyFilePath: project.path('inner/k') } },
    };
    assert.deepEqual(await given(project, 'inner'), { ...inner, cacheFolder: `${project.folder}/inner/./c` });
    // What is written is written in the shadow.
    assert.deepEqual(await given(project, 'inner', tempFolder('shadow-')), inner);
  });

  it('says so where it cannot be read', async () => {
    const project = useProject({ files: { '.yarnrc.yml': '- a\n' } });
    await assert.rejects(given(project, ''), { code: 'QM_MANAGER_FAILED', message: /\.yarnrc\.yml/ });
  });
});

describe('the settings of Yarn 1', () => {
  it('are found however they are written', () => {
    const text = '# x "y"\na "1"\n  b true\n"c" "x y"\n"d\\u0065" ./f\ne: "2"\n--install.x true\nempty\n';
    assert.deepEqual(
      parseYarnrc(text).map(({ key, value }) => [key, value]),
      [
        ['a', '1'],
        ['b', 'true'],
        ['c', 'x y'],
        ['de', './f'],
        ['e', '2'],
        ['--install.x', 'true'],
      ],
    );
  });

  it('are those of the nearest file, and the last of several there', async () => {
    const files: Readonly<Record<string, string>> = {
      '.yarnrc': 'a 1\na 2\n',
      '.npmrc': 'a=3\nb=4\n',
      '../.npmrc': 'b=5\nc=6\n',
    };
    const settings = await readSettings(async (file) => files[file]);
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((name) => lookUp(settings, name)),
      ['2', '4', '6', undefined],
    );
  });
});

describe("the files of Yarn's configuration", () => {
  it('are read from every folder above', async () => {
    const files: Readonly<Record<string, string>> = { a: '0', '../a': '1', '../../b': '2' };
    const found = await readUpward(async (file) => files[file], ['a', 'b']);
    assert.deepEqual(
      found.map(({ path: at, folder, text }) => [at, folder, text]),
      [
        ['a', '', '0'],
        ['../a', '..', '1'],
        ['../../b', '../..', '2'],
      ],
    );
  });

  it('may lead outside by their paths', () => {
    const table: readonly (readonly [folder: string, value: string, expected: boolean])[] = [
      ['', './a', false],
      ['', 'a/../b', false],
      ['', '../a', true],
      ['', 'a/../../b', true],
      ['..', 'a', true],
      ['', '/a', true],
      ['', '~/a', true],
      ['', 'C:\\a', true],
      ['', '\\\\server\\a', true],
      ['', 'a\\..\\..\\b', true],
      ['', '${HOME}', true],
    ];
    for (const [folder, value, expected] of table)
      assert.equal(leadsOutside(folder, value), expected, `${folder} ${value}`);
  });

  it('name the patches that a resolve reads', async () => {
    const manifests: Readonly<Record<string, string>> = {
      'package.json': JSON.stringify({
        resolutions: {
          a: 'patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch',
          b: 'patch:b@npm%3A^5#optional!builtin<compat/b>',
        },
      }),
      'packages/m/package.json': JSON.stringify({
        dependencies: {
          c: 'patch:c@npm%3A1#./c.patch&optional!../d.patch::version=1&hash=2',
          e: '^1.0.0',
          f: 'patch:f@1#../../../out.patch',
        },
      }),
      'broken/package.json': '{',
    };
    const found = await readPatches(async (file) => manifests[file], ['', 'packages/m', 'broken', 'none']);
    assert.deepEqual(found, ['.yarn/patches/a.patch', 'packages/m/c.patch', 'packages/d.patch']);
  });
});

describe('overrides of Yarn', () => {
  const read = async (): Promise<string> => '{ "name": "app" }';
  const below = (range: string) => ({ name: 'a', parent: { name: '@s/p', range }, range: '1.0.0' });

  it('of Yarn 1 know dependents in every version alone', async () => {
    const keyOf = async (override: Parameters<typeof classicOverride>[1]): Promise<unknown> =>
      JSON.parse((await classicOverride(read, override))?.text ?? '{}').resolutions;
    assert.deepEqual(await keyOf({ name: 'a', parent: undefined, range: '1.0.0' }), { a: '1.0.0' });
    assert.deepEqual(await keyOf(below('*')), { '**/@s/p/a': '1.0.0' });
    assert.deepEqual(await keyOf(below('^2.0.0')), undefined);
  });

  it('of Yarn 4 know one version of a dependent, or every one', async () => {
    const keyOf = async (override: Parameters<typeof berryOverride>[1]): Promise<unknown> =>
      JSON.parse((await berryOverride(read, override))?.text ?? '{}').resolutions;
    assert.deepEqual(await keyOf({ name: 'a', parent: undefined, range: '1.0.0' }), { a: '1.0.0' });
    assert.deepEqual(await keyOf(below('2.0.0')), { '@s/p@npm:2.0.0/a': '1.0.0' });
    assert.deepEqual(await keyOf(below('*')), { '@s/p/a': '1.0.0' });
    assert.deepEqual(await keyOf(below('^2.0.0')), undefined);
  });
});
