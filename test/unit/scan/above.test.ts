import assert from 'node:assert/strict';
import path from 'node:path';
import { useTempProjects, type FileBody, type TempProject } from '../../support/temp-project.ts';
import { describeFindings, describeManager, never, testScanner } from './support.ts';

describe('a folder that is open below others', () => {
  const make = useTempProjects();
  const scan = (project: TempProject, folder: string) => testScanner().scanFolder(project.path(folder), never);

  const inside = { '.git/HEAD': '', 'packages/a/package.json': { name: 'a' } };
  const managers: readonly (readonly [what: string, files: Readonly<Record<string, FileBody>>, expected: string])[] = [
    ['nothing', inside, 'npm default'],
    [
      'the lockfile of the repository',
      { ...inside, 'package.json': {}, 'pnpm-lock.yaml': '' },
      'pnpm ../../pnpm-lock.yaml',
    ],
    ['a nearer one', { ...inside, 'yarn.lock': '', 'packages/bun.lock': '' }, 'bun ../bun.lock'],
    ['its own before all', { ...inside, 'yarn.lock': '', 'packages/a/bun.lock': '' }, 'bun bun.lock'],
    [
      'what the repository names',
      { ...inside, 'package.json': { name: 'root', packageManager: 'yarn@4.18.1' } },
      'yarn@4.18.1 (berry) ../../package.json: packageManager',
    ],
    [
      'two that contradict each other',
      { ...inside, 'package.json': { name: 'root', packageManager: 'pnpm@10.0.0' }, 'packages/a/yarn.lock': '' },
      'conflict pnpm yarn',
    ],
    ['a generation of Yarn', { ...inside, 'yarn.lock': '__metadata:\n' }, 'yarn (berry) ../../yarn.lock'],
    [
      'the workspace that has it as a member',
      { ...inside, 'package.json': { name: 'root', workspaces: ['packages/*'] }, 'package-lock.json': '{}' },
      'above ../../package.json',
    ],
    [
      'a workspace of pnpm, whatever lockfile stands in the member',
      { ...inside, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n', 'packages/a/package-lock.json': '{}' },
      'above ../../pnpm-workspace.yaml',
    ],
    [
      'a workspace outside of any repository',
      { 'packages/a/package.json': { name: 'a' }, 'package.json': { workspaces: { packages: ['./packages/*'] } } },
      'above ../../package.json',
    ],
    [
      'a workspace that has it not',
      { ...inside, 'package.json': { name: 'root', workspaces: ['apps/*', '!packages/a'] } },
      'npm default',
    ],
    [
      'no lockfile from beyond its repository',
      { 'packages/.git/HEAD': '', 'yarn.lock': '', 'packages/a/package.json': { name: 'a' } },
      'npm default',
    ],
    ['a manifest that cannot be read', { ...inside, 'package.json': '{' }, 'npm default'],
  ];
  for (const [what, files, expected] of managers) {
    it(`goes by ${what}`, async () => {
      const { map } = await scan(make({ files }), 'packages/a');
      assert.deepEqual(
        map.projects.map(({ root, manager }) => [root, describeManager(manager)]),
        [['', expected]],
      );
    });
  }

  it('is a part of a workspace where only a folder below it is a member', async () => {
    const project = make({
      files: {
        'package.json': { name: 'root', workspaces: ['packages/tools/*'] },
        'packages/tools/x/package.json': { name: 'x' },
        'packages/other/package.json': { name: 'other' },
      },
    });
    const { map } = await scan(project, 'packages');
    assert.deepEqual(
      map.projects.map(({ root, manager }) => [root, describeManager(manager)]),
      [
        ['other', 'npm default'],
        ['tools/x', 'above ../package.json'],
      ],
    );
    const member = map.projects.map(({ manager }) => manager).find((manager) => manager.kind === 'above');
    assert.equal(member?.folder, path.normalize(project.folder));
  });

  const workspace = {
    'package.json': { name: 'root', workspaces: ['packages/*'], devDependencies: { shared: '1.0.0' } },
    'packages/a/package.json': { name: 'a', dependencies: { hoisted: '1.0.0', gone: '1.0.0' } },
    'packages/a/index.js': "require('hoisted');\nrequire('shared');\nrequire('gone');\nrequire('luck');\n",
  };

  it('finds what a workspace hoisted, and takes what its root declares for declared', async () => {
    const project = make({
      files: {
        ...workspace,
        'node_modules/hoisted/package.json': { version: '1.0.0' },
        'node_modules/shared/package.json': { version: '1.0.0' },
        'node_modules/luck/package.json': { version: '3.0.0' },
      },
    });
    assert.deepEqual(describeFindings(await scan(project, 'packages/a')), [
      'undeclared luck . dependencies by luck [index.js:4:10-14 require]',
      'uninstalled gone . dependencies 1.0.0 [index.js:3:10-14 require]',
    ]);
  });

  it("looks into the map of Plug'n'Play that stands at the root of the workspace", async () => {
    const data = {
      packageRegistryData: [
        [
          'a',
          [
            [
              'workspace:packages/a',
              {
                packageLocation: './packages/a/',
                packageDependencies: [
                  ['hoisted', 'npm:1.0.0'],
                  ['a', 'workspace:packages/a'],
                ],
              },
            ],
          ],
        ],
        ['hoisted', [['npm:1.0.0', { packageLocation: './vendor/hoisted/', packageDependencies: [] }]]],
      ],
    };
    const project = make({
      files: {
        ...workspace,
        'packages/a/index.js': "require('hoisted');\nrequire('gone');\n",
        '.pnp.cjs': '',
        '.pnp.data.json': data,
        'vendor/hoisted/package.json': { version: '1.0.0' },
      },
    });
    assert.deepEqual(describeFindings(await scan(project, 'packages/a')), [
      'uninstalled gone . dependencies 1.0.0 [index.js:2:10-14 require]',
    ]);
  });
});
