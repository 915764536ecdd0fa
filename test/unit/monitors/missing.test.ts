import assert from 'node:assert/strict';
import type { Manifest } from '../../../src/model/manifest.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { Project } from '../../../src/model/project.ts';
import type { PackageUse, Snapshot } from '../../../src/model/snapshot.ts';
import { missingMonitor } from '../../../src/monitors/missing.ts';

function manifest(
  folder: string,
  fields: Partial<Record<keyof Manifest['dependencies'], readonly string[]>> = {},
): Manifest {
  const ranges = (names: readonly string[] = []): ReadonlyMap<string, string> =>
    new Map(names.map((name) => [name, '^1']));
  return {
    folder,
    name: undefined,
    version: undefined,
    dependencies: {
      dependencies: ranges(fields.dependencies),
      devDependencies: ranges(fields.devDependencies),
      optionalDependencies: ranges(fields.optionalDependencies),
      peerDependencies: ranges(fields.peerDependencies),
    },
    workspaces: undefined,
    imports: [],
    selfReference: false,
    packageManager: undefined,
    devEngines: [],
  };
}

function project(manifests: readonly Manifest[], hasNodeModules = true): Project {
  const manager = { kind: 'chosen', id: 'npm', version: undefined, generation: undefined, because: 'default' } as const;
  return { root: manifests[0]?.folder ?? '', lockfile: undefined, manager, manifests, hasNodeModules };
}

interface UseOptions {
  readonly file?: string;
  readonly manifest?: string;
  readonly line?: number;
  readonly isInstalled?: boolean;
  readonly isUnsure?: boolean;
  readonly belongsIn?: PackageUse['belongsIn'];
}

function use(name: string, options: UseOptions = {}): PackageUse {
  const {
    file = 'a.ts',
    manifest: folder = '',
    line = 1,
    isInstalled = false,
    isUnsure = false,
    belongsIn = 'dependencies',
  } = options;
  const range = { startLine: line, startColumn: 9, endLine: line, endColumn: 9 + name.length };
  return {
    site: {
      file,
      specifier: name,
      range,
      form: 'import',
      typeOnly: false,
    },
    package: name as PackageName,
    manifest: folder,
    belongsIn,
    installed: isInstalled ? { version: '1.0.0', hasTypes: false } : undefined,
    doubt: isUnsure ? 'half-typed' : undefined,
  };
}

/** One line a finding. */
function find(
  projects: readonly Project[],
  uses: readonly PackageUse[],
  faults: Snapshot['map']['faults'] = [],
  settled: Snapshot['settled'] = [],
): readonly string[] {
  const snapshot = {
    map: { projects, faults },
    uses,
    settled,
    mismatched: [],
    skipped: [],
    stats: { files: 1, cached: 0, elapsedMs: 0 },
  };
  return missingMonitor({ snapshot, unbuilt: new Map() }).map((finding) => {
    if (finding.kind === 'not-installed') return `${finding.id} ${finding.missing.join(' ')}`;
    if (finding.kind === 'unreadable-manifest') return `${finding.id} ${finding.line}:${finding.column}`;
    const extra =
      finding.kind === 'undeclared'
        ? ` ${finding.belongsIn} ${finding.installed}`
        : finding.kind === 'uninstalled'
          ? ` ${finding.field} ${finding.range}`
          : '';
    return `${finding.id}${extra} [${finding.uses.map(({ site }) => `${site.file}:${site.range.startLine}`).join(' ')}]`;
  });
}

describe('missingMonitor', () => {
  it('finds nothing where all is declared and installed', () => {
    const fields = {
      dependencies: ['a'],
      devDependencies: ['b'],
      optionalDependencies: ['c'],
      peerDependencies: ['d'],
    };
    const uses = [use('a', { isInstalled: true }), use('b', { isInstalled: true }), use('c'), use('d')];
    assert.deepEqual(find([project([manifest('', fields)])], uses), []);
  });

  it('joins the uses of a package and puts them in order', () => {
    const uses = [
      use('x', { file: 'b.ts' }),
      use('x', { line: 2 }),
      use('w', { isInstalled: true }),
      use('x', { belongsIn: 'devDependencies' }),
    ];
    assert.deepEqual(find([project([manifest('')])], uses), [
      'undeclared::w dependencies true [a.ts:1]',
      'undeclared::x dependencies false [a.ts:1 a.ts:2 b.ts:1]',
    ]);
  });

  it('places a package into devDependencies if only development uses it', () => {
    const uses = [use('x', { belongsIn: 'devDependencies' }), use('x', { line: 2, belongsIn: 'devDependencies' })];
    assert.deepEqual(find([project([manifest('')])], uses), ['undeclared::x devDependencies false [a.ts:1 a.ts:2]']);
  });

  it('keeps manifests apart and lets members use the root', () => {
    const root = manifest('', { devDependencies: ['shared'], peerDependencies: ['peer'] });
    const uses = ['shared', 'peer', 'own'].flatMap((name) => [
      use(name, { manifest: 'p/a', file: 'p/a/x.ts', isInstalled: true }),
      use(name, { manifest: 'q', file: 'q/x.ts', isInstalled: true }),
    ]);
    assert.deepEqual(
      find([project([root, manifest('p/a', { dependencies: ['own'] })]), project([manifest('q')])], uses),
      [
        'undeclared:p/a:peer dependencies true [p/a/x.ts:1]',
        'undeclared:q:own dependencies true [q/x.ts:1]',
        'undeclared:q:peer dependencies true [q/x.ts:1]',
        'undeclared:q:shared dependencies true [q/x.ts:1]',
      ],
    );
  });

  it('keeps what is unsure apart from what is known', () => {
    const uses = [use('x', { isUnsure: true }), use('x', { file: 'b.ts' }), use('a', { isUnsure: true, file: 'c.ts' })];
    assert.deepEqual(find([project([manifest('', { dependencies: ['a'] })])], uses), [
      'undeclared::x dependencies false [b.ts:1]',
      'unsure::a [c.ts:1]',
      'unsure::x [a.ts:1]',
    ]);
  });

  it('reports single packages that are not installed', () => {
    const fields = { dependencies: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
    const installed = ['d', 'e', 'f', 'g'].map((name) => use(name, { isInstalled: true }));
    const three = [project([manifest('', fields)])];
    assert.deepEqual(find(three, [use('a'), use('b'), use('c'), ...installed]), [
      'uninstalled::a dependencies ^1 [a.ts:1]',
      'uninstalled::b dependencies ^1 [a.ts:1]',
      'uninstalled::c dependencies ^1 [a.ts:1]',
    ]);
    assert.deepEqual(find(three, [use('a'), use('b')]), [
      'uninstalled::a dependencies ^1 [a.ts:1]',
      'uninstalled::b dependencies ^1 [a.ts:1]',
    ]);
  });

  it('makes one finding of half a project that is not installed, beside what is undeclared', () => {
    const fields = { dependencies: ['a', 'b', 'c', 'd', 'e', 'f'] };
    const uses = [
      use('c'),
      use('b'),
      use('a'),
      use('d', { isInstalled: true }),
      use('e', { isInstalled: true }),
      use('f', { isInstalled: true }),
      use('x'),
    ];
    assert.deepEqual(find([project([manifest('', fields)])], uses), [
      'not-installed:: a b c',
      'undeclared::x dependencies false [a.ts:1]',
    ]);
  });

  it('makes one finding of a fresh clone, however small', () => {
    const clone = project([manifest('', { dependencies: ['a'] })], false);
    assert.deepEqual(find([clone], [use('a', { isUnsure: true })]), ['not-installed:: a']);
    assert.deepEqual(find([clone], []), []);
  });

  it('tells of manifests that cannot be read', () => {
    assert.deepEqual(
      find(
        [],
        [],
        [
          { folder: 'b', message: 'm', line: 2, column: 3 },
          { folder: 'a', message: 'm', line: 1, column: 1 },
        ],
      ),
      ['unreadable-manifest:a: 1:1', 'unreadable-manifest:b: 2:3'],
    );
  });
});
