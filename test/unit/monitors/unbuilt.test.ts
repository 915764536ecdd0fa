import assert from 'node:assert/strict';
import type { StandingPackage } from '../../../src/model/build.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { PackageUse } from '../../../src/model/snapshot.ts';
import { unbuiltMonitor } from '../../../src/monitors/unbuilt.ts';
import { manifest, projectOf } from '../../support/model.ts';

describe('unbuiltMonitor', () => {
  const project = projectOf([manifest(''), manifest('packages/ui')]);
  const snapshot = (uses: readonly PackageUse[]) => ({
    map: { projects: [project], faults: [] },
    uses,
    settled: [],
    mismatched: [],
    skipped: [],
    stats: { files: 1, cached: 0, elapsedMs: 0 },
  });
  const unbuilt = (name: string, version: string, place = `node_modules/${name}`): StandingPackage => ({
    name,
    version,
    place,
    scripts: ['install: node build.js'],
    integrity: undefined,
    digest: '',
    files: [`${place}/build.js`],
  });
  const use = (name: string, version: string, folder: string, line: number): PackageUse => ({
    site: {
      file: `${folder}/a.ts`,
      specifier: name,
      range: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
      form: 'import',
      typeOnly: false,
    },
    package: name as PackageName,
    manifest: folder,
    belongsIn: 'dependencies',
    installed: { version, hasTypes: false },
    doubt: 'half-typed',
  });

  it('names each version once, with the imports that get it, in a fixed order', () => {
    const uses = [use('b', '1.0.0', 'packages/ui', 3), use('b', '2.0.0', '', 4), use('b', '1.0.0', 'elsewhere', 5)];
    const all = [unbuilt('b', '1.0.0'), unbuilt('b', '1.0.0', 'packages/ui/node_modules/b'), unbuilt('a', '3.0.0')];
    const found = unbuiltMonitor({ snapshot: snapshot(uses), unbuilt: new Map([['', all]]) });
    assert.deepEqual(
      found.map(({ id, uses: own }) => [id, own.map(({ site }) => site.range.startLine)]),
      [
        ['unbuilt::a@3.0.0', []],
        ['unbuilt::b@1.0.0', [3]],
      ],
    );
    assert.deepEqual(found[0]?.scripts, ['install: node build.js']);
    assert.deepEqual(
      [found[1]?.places, found[1]?.files],
      [['node_modules/b', 'packages/ui/node_modules/b'], ['node_modules/b/build.js']],
    );
  });

  it('says nothing of a project that is gone', () => {
    assert.deepEqual(
      unbuiltMonitor({ snapshot: snapshot([]), unbuilt: new Map([['gone', [unbuilt('a', '1.0.0')]]]) }),
      [],
    );
  });
});
