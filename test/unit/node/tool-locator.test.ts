import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { ChosenManager } from '../../../src/model/project.ts';
import { PathToolLocator } from '../../../src/node/tool-locator.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

const bunPackage = `bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;

describe('PathToolLocator', () => {
  const useProject = useTempProjects();
  const npm: ChosenManager = {
    kind: 'chosen',
    id: 'npm',
    version: undefined,
    generation: undefined,
    because: 'default',
  };
  const missing = { code: 'QM_MANAGER_MISSING', message: /npm was not found/, hint: /npm --version/ };

  /** A prefix as Node's installer makes it: bin/npm links to the JavaScript file, bin/node beside it. */
  function prefix(version = '11.0.0'): TempProject {
    const made = useProject({
      files: {
        'lib/node_modules/npm/package.json': { name: 'npm', version },
        'lib/node_modules/npm/bin/npm-cli.js': '',
        'bin/node': '',
      },
    });
    fs.symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', made.path('bin/npm'));
    return made;
  }
  const find = (PATH: string | undefined, root: string, workspaces: readonly string[] = []) =>
    new PathToolLocator(() => workspaces, { PATH }).find(npm, root);

  it("finds Node and the manager's own file behind the link", async () => {
    const [made, project] = [prefix(), useProject()];
    assert.deepEqual(await find(`${project.path('nothing')}:${made.path('bin')}`, project.folder), {
      file: made.path('bin/node'),
      prefix: [made.path('lib/node_modules/npm/bin/npm-cli.js')],
      version: '11.0.0',
    });
  });

  it('finds the file beside a shim that is no link, as on Windows', async () => {
    const made = useProject({
      files: {
        npm: '#!/bin/sh',
        'node_modules/npm/bin/npm-cli.js': '',
        'node_modules/npm/package.json': { version: '10.9.0' },
      },
    });
    const tool = await find(made.folder, useProject().folder);
    assert.deepEqual([tool.prefix, tool.version], [[made.path('node_modules/npm/bin/npm-cli.js')], '10.9.0']);
  });

  it('never takes what stands inside the project or a workspace', async () => {
    const made = prefix();
    await assert.rejects(find(made.path('bin'), made.folder), missing);
    await assert.rejects(find(made.path('bin'), useProject().folder, [made.folder]), missing);
    const linked = useProject();
    fs.symlinkSync(made.path('bin'), linked.path('bin'));
    await assert.rejects(find(linked.path('bin'), made.folder), missing, 'nor by a link from outside');
  });

  it('never takes a node from inside the workspace either', async () => {
    const [made, project] = [prefix(), useProject({ files: { 'bin/node': '' } })];
    fs.rmSync(made.path('bin/node'));
    const { file } = await find(`${project.path('bin')}:${made.path('bin')}`, project.folder);
    assert.equal(file, process.execPath);
  });

  it('passes over relative entries of PATH', async () => {
    const made = prefix();
    const cwd = process.cwd();
    process.chdir(made.folder);
    try {
      await assert.rejects(find('bin:./bin::.', useProject().folder), missing);
    } finally {
      process.chdir(cwd);
    }
    assert.equal(path.isAbsolute((await find(made.path('bin'), useProject().folder)).file), true);
  });

  it('says what is missing, and looks again the next time', async () => {
    const [made, project] = [prefix(), useProject()];
    for (const PATH of [undefined, '', project.folder]) await assert.rejects(find(PATH, project.folder), missing);
    const locator = new PathToolLocator(() => [], { PATH: made.path('bin') });
    fs.renameSync(made.path('lib'), made.path('away'));
    await assert.rejects(locator.find(npm, project.folder), missing);
    fs.renameSync(made.path('away'), made.path('lib'));
    assert.equal((await locator.find(npm, project.folder)).version, '11.0.0');
  });

  it('passes over an npm that is broken', async () => {
    const [broken, good] = [prefix(), prefix('11.1.0')];
    broken.write('lib/node_modules/npm/package.json', '{');
    const { version } = await find(`${broken.path('bin')}:${good.path('bin')}`, useProject().folder);
    assert.equal(version, '11.1.0');
  });

  it("passes over Corepack's scripts, which fetch what a project pins", async () => {
    const made = useProject({
      files: {
        'lib/node_modules/corepack/package.json': { name: 'corepack', version: '0.34.0' },
        'lib/node_modules/corepack/dist/pnpm.js': '',
        'bin/node': '',
      },
    });
    fs.symlinkSync('../lib/node_modules/corepack/dist/pnpm.js', made.path('bin/pnpm'));
    await assert.rejects(findOther('pnpm', made.path('bin'), useProject().folder), { code: 'QM_MANAGER_MISSING' });
  });

  describe('finds a Yarn', () => {
    const yarn = (generation: 'classic' | 'berry', version?: string): ChosenManager => ({
      ...npm,
      id: 'yarn',
      generation,
      version,
    });
    const classic = {
      'lib/node_modules/yarn/package.json': { version: '1.22.22' },
      'lib/node_modules/yarn/bin/yarn.js': '',
    };
    const berry = {
      'lib/node_modules/@yarnpkg/cli-dist/package.json': { version: '4.18.1' },
      'lib/node_modules/@yarnpkg/cli-dist/bin/yarn.js': '',
    };
    /** What Corepack puts on PATH, and what it has fetched. */
    const corepack = {
      'lib/node_modules/corepack/package.json': { name: 'corepack', version: '0.31.0' },
      'lib/node_modules/corepack/dist/yarn.js': '',
      'home/v1/yarn/4.5.0/yarn.js': '',
      'home/v1/yarn/4.10.3/yarn.js': '',
      'home/v1/yarn/4.11.0/broken.js': '',
      'home/v1/yarn/1.22.19/bin/yarn.js': '',
    };
    const machine = (files: Readonly<Record<string, string | object>>): TempProject =>
      useProject({ files: { ...files, 'bin/node': '' } });
    const version = async (made: TempProject, manager: ChosenManager, workspaces: readonly string[] = []) => {
      const env = { PATH: made.path('bin'), COREPACK_HOME: made.path('home') };
      return (await new PathToolLocator(() => workspaces, env).find(manager, useProject().folder)).version;
    };

    it('of the generation that is asked for, whichever comes first on PATH', async () => {
      const made = machine({ ...classic, ...berry });
      fs.symlinkSync('../lib/node_modules/yarn/bin/yarn.js', made.path('bin/yarn'));
      assert.equal(await version(made, yarn('classic')), '1.22.22');
      assert.equal(await version(made, yarn('berry')), '4.18.1');
      assert.equal(await version(made, yarn('berry', '4.2.0')), '4.18.1');
    });

    it('of the very version that is pinned, where Corepack has it', async () => {
      const made = machine({ ...classic, ...berry, ...corepack });
      const table: readonly (readonly [ChosenManager, string])[] = [
        [yarn('berry', '4.5.0'), '4.5.0'],
        [yarn('berry', '4.6.0'), '4.18.1'],
        [yarn('berry', '^4.0.0'), '4.18.1'],
        [yarn('classic', '1.22.19'), '1.22.19'],
        [yarn('classic'), '1.22.22'],
      ];
      for (const [manager, expected] of table) assert.equal(await version(made, manager), expected, manager.version);
    });

    it('that Corepack has, where nothing else is there, and never Corepack itself', async () => {
      const made = machine(corepack);
      fs.symlinkSync('../lib/node_modules/corepack/dist/yarn.js', made.path('bin/yarn'));
      assert.equal(await version(made, yarn('berry')), '4.10.3');
      assert.equal(await version(made, yarn('berry', '~4.5.0')), '4.5.0');
      assert.equal(await version(made, yarn('berry', '4.9.9')), '4.10.3');
      assert.equal(await version(made, yarn('classic')), '1.22.19');
    });

    it('nowhere inside a workspace, and says which one is missing', async () => {
      const made = machine(corepack);
      const missingYarn = {
        code: 'QM_MANAGER_MISSING',
        message: /Yarn 4\.5\.0/,
        hint: /corepack prepare yarn@4\.5\.0/,
      };
      await assert.rejects(version(made, yarn('berry', '4.5.0'), [made.folder]), missingYarn);
      await assert.rejects(version(machine({}), yarn('berry')), { message: /Yarn 4 / });
      await assert.rejects(version(machine({}), yarn('classic')), { message: /yarn was not found on PATH/ });
    });
  });

  describe('of a manager that is a program', () => {
    const own = { bun: bunPackage, pnpm: `exe.${process.platform}-${process.arch}` };

    it('finds the program itself, and asks it for its version', async () => {
      const made = useProject({ files: { 'bin/.keep': '' } });
      // Any program that answers to --version will do.
      fs.copyFileSync(process.execPath, made.path('bin/bun'));
      const tool = await findOther('bun', made.path('bin'), useProject().folder);
      assert.deepEqual(tool, { file: made.path('bin/bun'), prefix: [], version: process.versions.node });
    });

    it('finds the one beside the placeholder of an npm package, with the version that package has', async () => {
      const files = {
        'lib/node_modules/bun/package.json': { name: 'bun', version: '1.4.5' },
        'lib/node_modules/bun/bin/bun.exe': 'echo placeholder\nexit 1\n',
        [`lib/node_modules/bun/node_modules/@oven/${own.bun}/package.json`]: {
          name: `@oven/${own.bun}`,
          version: '1.4.5',
        },
        'lib/node_modules/pnpm/package.json': { name: 'pnpm', version: '12.20.0' },
        'lib/node_modules/pnpm/pnpm': '# placeholder\n',
        [`lib/node_modules/@pnpm/${own.pnpm}/package.json`]: { name: `@pnpm/${own.pnpm}`, version: '12.20.0' },
        'bin/.keep': '',
      };
      const made = useProject({ files });
      const bun = `lib/node_modules/bun/node_modules/@oven/${own.bun}/bin/bun`;
      const pnpm = `lib/node_modules/@pnpm/${own.pnpm}/pnpm`;
      for (const file of [bun, pnpm]) makeProgram(made, file);
      fs.symlinkSync('../lib/node_modules/bun/bin/bun.exe', made.path('bin/bun'));
      fs.symlinkSync('../lib/node_modules/pnpm/pnpm', made.path('bin/pnpm'));
      const [root, bin] = [useProject().folder, made.path('bin')];
      assert.deepEqual(await findOther('bun', bin, root), { file: made.path(bun), prefix: [], version: '1.4.5' });
      assert.deepEqual(await findOther('pnpm', bin, root), { file: made.path(pnpm), prefix: [], version: '12.20.0' });
    });

    it('never takes one from inside the project, nor a script', async () => {
      const made = useProject({ files: { 'scripts/bun': '#!/bin/sh\necho 1.0.0\n' } });
      makeProgram(made, 'bin/bun');
      fs.chmodSync(made.path('scripts/bun'), 0o755);
      await assert.rejects(findOther('bun', made.path('bin'), made.folder), { code: 'QM_MANAGER_MISSING' });
      await assert.rejects(findOther('bun', made.path('scripts'), useProject().folder), { code: 'QM_MANAGER_MISSING' });
    });
  });

  const findOther = (id: 'pnpm' | 'bun', PATH: string, root: string) =>
    new PathToolLocator(() => [], { PATH }).find({ ...npm, id }, root);
});

/** The beginning of a program: it is not run, since its package says which version it is. */
function makeProgram(made: TempProject, file: string): void {
  fs.mkdirSync(path.dirname(made.path(file)), { recursive: true });
  fs.writeFileSync(made.path(file), Buffer.from('7f454c46', 'hex'), { mode: 0o755 });
}
