import assert from 'node:assert/strict';
import * as berry from '../../../../src/managers/yarn/berry/argv.ts';
import { yarnBerryDriver } from '../../../../src/managers/yarn/berry/driver.ts';
import * as classic from '../../../../src/managers/yarn/classic/argv.ts';
import { yarnClassicDriver } from '../../../../src/managers/yarn/classic/driver.ts';
import type { ChosenManager } from '../../../../src/model/project.ts';
import { answering } from '../../../fakes/answering-runner.ts';
import { useTempProjects } from '../../../support/temp-project.ts';

const never = new AbortController().signal;

describe("Yarn 1's argv", () => {
  const common = [
    '--global-folder',
    '--no-default-rc',
    '--cwd',
    '/p',
    '--ignore-scripts',
    '--non-interactive',
    '--no-progress',
    '--no-node-version-check',
    '--production=false',
    '--network-timeout',
    '5000',
    '--json',
  ];
  const place = { root: '/p', requestMs: 5000 };
  it('to resolve', () => {
    const apart = ['--skip-integrity-check', '--modules-folder', '/s', '--no-bin-links', '--verbose'];
    assert.deepEqual(classic.resolveArgv(place, '/s'), ['install', ...apart, ...common]);
  });
  it('to install', () => assert.deepEqual(classic.installArgv(place), ['install', '--frozen-lockfile', ...common]));
  it('to install near to the lockfile', () =>
    assert.deepEqual(classic.installLooselyArgv(place), ['install', ...common]));
});

describe("Yarn 4's argv", () => {
  it('to resolve', () => assert.deepEqual(berry.resolveArgv(), ['install', '--mode=update-lockfile', '--json']));
  it('to update', () =>
    assert.deepEqual(berry.updateArgv(['a', '@s/b']), ['up', '--recursive', '--mode=update-lockfile', 'a', '@s/b']));
  it('to install', () =>
    assert.deepEqual(berry.installArgv(), ['install', '--immutable', '--mode=skip-build', '--json']));
  it('to install near to the lockfile', () =>
    assert.deepEqual(berry.installLooselyArgv(), ['install', '--no-immutable', '--mode=skip-build', '--json']));
});

describe('the drivers of Yarn', () => {
  const useProject = useTempProjects();
  const chosen = (generation: ChosenManager['generation'], version?: string): ChosenManager => ({
    kind: 'chosen',
    id: 'yarn',
    version,
    generation,
    because: 'the test',
  });

  it('share the generations between them, and leave out what none was tried with', () => {
    const table: readonly (readonly [ChosenManager, boolean, boolean])[] = [
      [chosen('classic'), true, false],
      [chosen('classic', '1.22.22'), true, false],
      [chosen('berry'), false, true],
      [chosen('berry', '4.18.1'), false, true],
      [chosen('berry', '^5.0.0'), false, true],
      [chosen('berry', '3.6.4'), false, false],
      [chosen('berry', '2.4.3'), false, false],
      [{ ...chosen(undefined), id: 'npm' }, false, false],
    ];
    for (const [manager, isClassic, isBerry] of table) {
      const found = [yarnClassicDriver.drives(manager), yarnBerryDriver.drives(manager)];
      assert.deepEqual(found, [isClassic, isBerry], JSON.stringify(manager));
    }
  });

  it("run Node on Yarn's own file behind a wall, with no shell", async () => {
    const project = useProject();
    const { asked, context } = answering({ stdout: '{"type":"info","data":"said"}' }, '/yarn.js', project.folder);
    const result = await yarnClassicDriver.install(context, never);
    const [request] = asked;
    assert.deepEqual([request?.file, request?.args[0], request?.args[2]], ['/n', '-e', '/yarn.js']);
    assert.match(request?.args[1] ?? '', /child_process[^]*not run[^]*require\(process\.argv\[1\]\);$/);
    assert.deepEqual(request?.args.slice(3), classic.installArgv({ root: project.folder, requestMs: 60_000 }));
    assert.deepEqual(result, {
      argv: classic.installArgv({ root: project.folder, requestMs: 60_000 }),
      exitCode: 0,
      output: 'said',
    });
    assert.equal(request?.env['YARN_IGNORE_PATH'], '1');
    assert.equal(request.env['ELECTRON_RUN_AS_NODE'], '1');
  });

  it('take the cache back from a project of Yarn 1 that brings one', async () => {
    const environment = async (files: Readonly<Record<string, string>>) => {
      const { asked, context } = answering({}, '/yarn.js', useProject({ files }).folder);
      await yarnClassicDriver.install(context, never);
      const { YARN_CACHE_FOLDER: cache, YARN_PREFERRED_CACHE_FOLDER: preferred } = asked[0]?.env ?? {};
      return [cache, preferred];
    };
    assert.deepEqual(await environment({}), [undefined, undefined]);
    assert.deepEqual(await environment({ '.yarnrc': 'preferred-cache-folder c\n' }), [undefined, '']);
    assert.deepEqual(await environment({ '.npmrc': 'cache-folder = ./c\n' }), ['', undefined]);
  });
});
