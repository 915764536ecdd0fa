import assert from 'node:assert/strict';
import { decidedAtOnce } from '../../../src/model/audit.ts';
import type { Project } from '../../../src/model/project.ts';
import { baseOfInstall, whyOver, type Surroundings } from '../../../src/policy/waiting-install.ts';
import { manifest, operation, projectOf } from '../../support/model.ts';

describe('an install that waits for approval', () => {
  const bare = projectOf([manifest(''), manifest('packages/a')]);
  const base = baseOfInstall(bare, ['x']);

  /** What the project may become meanwhile, and whether the install is still planned on it. */
  const projects: readonly (readonly [string, Project, boolean])[] = [
    ['nothing', projectOf([manifest(''), manifest('packages/a')], { lockfile: 'package-lock.json' }), true],
    [
      'another package that comes',
      projectOf([manifest('', { dependencies: { y: '^1.0.0' } }), manifest('packages/a')]),
      true,
    ],
    ['the package in it', projectOf([manifest('', { dependencies: { x: '^1.0.0' } }), manifest('packages/a')]), false],
    [
      'the package in another member',
      projectOf([manifest(''), manifest('packages/a', { devDependencies: { x: '^1.0.0' } })]),
      false,
    ],
    ['a member that is the package', projectOf([manifest(''), manifest('packages/a', {}, { name: 'x' })]), false],
    ['a member that goes', projectOf([manifest('')]), false],
    [
      'another package manager',
      projectOf(bare.manifests, { manager: { ...bare.manager, id: 'pnpm' } as Project['manager'] }),
      false,
    ],
  ];
  for (const [what, project, same] of projects) {
    it(`is planned on ${same ? 'the same' : 'something else'} after ${what}`, () => {
      assert.equal(baseOfInstall(project, ['x']) === base, same);
    });
  }

  const row = operation({
    status: 'awaiting-approval',
    packages: [{ name: 'x', manifest: '', field: 'dependencies', from: undefined, to: '1.0.0', range: undefined }],
    audit: { ...decidedAtOnce('gate'), baseHash: base, expiresAt: '2026-11-30T10:00:00.000Z' },
  });
  const evidence = [{ kind: 'import', source: 'scan', at: '2026-11-23T10:00:00.000Z', detail: 'It is missing.' }];
  const imported = { ...row, audit: { ...row.audit, evidence } };
  const around: Surroundings = { now: new Date('2026-11-24T10:00:00.000Z'), project: bare, isMissing: () => true };

  const ends: readonly (readonly [string, typeof row, Partial<Surroundings>, RegExp | undefined])[] = [
    ['waits as long as all is as it was', imported, {}, undefined],
    ['waits to the last moment', row, { now: new Date('2026-11-30T09:59:59.999Z') }, undefined],
    ['ends with its time', row, { now: new Date('2026-11-30T10:00:00.000Z') }, /nobody answered within 7 days/],
    ['ends with its project', row, { project: undefined }, /the project is not there/],
    ['waits where the manifest cannot be read', row, { project: 'unreadable', isMissing: () => false }, undefined],
    ['ends with its base', row, { project: projectOf([manifest('')]) }, /package\.json says something else about x/],
    ['ends with what it was imported for', imported, { isMissing: () => false }, /x is not missing any more/],
    ['waits where nobody knows that', imported, { isMissing: () => undefined }, undefined],
    ['waits where no import asked for it', row, { isMissing: () => false }, undefined],
  ];
  for (const [what, waiting, over, expected] of ends) {
    it(what, () => {
      const why = whyOver(waiting, { ...around, ...over });
      if (expected === undefined) assert.equal(why, undefined);
      else assert.match(why ?? '', expected);
    });
  }
});
