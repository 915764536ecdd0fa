import assert from 'node:assert/strict';
import { cli } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';

interface Row {
  readonly package: string;
  readonly cause: string;
  readonly version: string | null;
  readonly message: string | null;
  readonly manifest?: string;
  readonly replacements: readonly (Readonly<Record<string, unknown>> & {
    readonly kind: string;
    readonly name: string;
  })[];
}

interface SuggestDocument {
  readonly schema: number;
  readonly packages: readonly Row[];
  readonly unchecked: readonly { readonly package: string; readonly reason: string; readonly manifest?: string }[];
}

describe('quartermaster suggest', () => {
  const projects = useCliProjects();
  const { project } = projects;

  it('prints one document for names, with what is known of each suggestion, and changes nothing', async () => {
    const app = project();
    const before = app.read('package.json');
    const { code, stderr, document } = await cli(app, ['suggest', 'lodahs', 'colorama', '--json']);
    const { schema, packages, unchecked } = document<SuggestDocument>();
    assert.deepEqual([code, stderr, schema, unchecked], [1, '', 1, []]);
    const [typo, foreign] = packages;
    const { replacements, ...row } = typo ?? assert.fail();
    assert.deepEqual(row, { package: 'lodahs', cause: 'lookalike', version: '1.0.0', message: null });
    assert.equal(replacements.length, 1);
    const { downloadsPerMonth, publishedAt, unpackedBytes, ...rest } = replacements[0] ?? assert.fail();
    assert.deepEqual(rest, {
      kind: 'typo',
      name: 'lodash',
      sameApi: true,
      reason: 'lodash looks like it, and is far better known.',
      url: null,
      version: '4.18.1',
    });
    assert.ok(Number(downloadsPerMonth) > 100_000_000 && Number(unpackedBytes) > 0);
    assert.match(String(publishedAt), /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(
      [foreign?.cause, foreign?.replacements.map(({ kind, name }) => [kind, name])],
      ['unknown', [['ecosystem', 'chalk']]],
    );
    assert.equal(app.read('package.json'), before);
  });

  it('says what Node has itself, and what to import', async () => {
    const { code, document } = await cli(project(), ['suggest', 'chlid_process', 'left-pad', '--json']);
    const [typed, pad] = document<SuggestDocument>().packages;
    assert.equal(code, 1);
    assert.deepEqual(typed?.replacements, [
      {
        kind: 'builtin',
        name: 'node:child_process',
        specifier: 'node:child_process',
        reason: 'Node has a module "node:child_process" of its own.',
        url: null,
      },
    ]);
    assert.deepEqual(
      [pad?.cause, pad?.message, pad?.replacements.map(({ name, specifier }) => [name, specifier])],
      ['deprecated', 'use String.prototype.padStart()', [['String.prototype.padStart', null]]],
    );
  });

  it('writes for a reader, and ends 0 where nothing speaks against the name', async () => {
    const fine = await cli(project(), ['suggest', 'zod']);
    assert.deepEqual(
      [fine.code, fine.stdout],
      [0, 'Nothing that is known speaks against zod. Nothing is known that could be used instead.\n'],
    );
    const { code, stdout } = await cli(project(), ['suggest', 'expres']);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^The registry has no package "expres"\.\n {2}express {2}\(5\.3\.0, published [\d-]+, [\d\u202f]+ downloads a month, \d+ KB on the disk\)\n {4}express looks like it, and is far better known\.\n$/,
    );
  });

  it('lists without a name what is declared and was given up, and what nobody knows', async () => {
    const app = project({
      'package.json': {
        name: 'app',
        dependencies: { 'left-pad': '^1.0.0', lodash: '^4.0.0', 'fx-nobody-has-this': '1' },
      },
    });
    const { code, stderr, document } = await cli(app, ['suggest', '--json']);
    const { packages, unchecked } = document<SuggestDocument>();
    assert.equal(code, 1);
    assert.deepEqual(
      packages.map((row) => [row.package, row.version, row.message, row.manifest]),
      [['left-pad', '1.3.0', 'use String.prototype.padStart()', 'package.json']],
    );
    assert.deepEqual(
      unchecked.map((row) => [row.package, row.manifest]),
      [['fx-nobody-has-this', 'package.json']],
    );
    assert.match(stderr, /^Whether fx-nobody-has-this was given up is not known\. /);
  });

  it('claims that nothing was given up only where the registry told', async () => {
    const app = project({ 'package.json': { name: 'app', dependencies: { lodash: '^4.0.0' } } });
    const fine = await cli(app, ['suggest']);
    assert.deepEqual([fine.code, fine.stdout], [0, 'Nothing that is declared was given up.\n']);
    projects.registry.setFault({ kind: 'status', status: 500 });
    const failed = await cli(app, ['suggest']);
    assert.deepEqual([failed.code, failed.stdout], [1, '']);
    assert.match(failed.stderr, /^Whether lodash was given up is not known\. /);
  });

  for (const name of ['Ünsinn', '../x', '__proto__', 'a b', 'x'.repeat(300), 'lodash/fp']) {
    it(`refuses ${JSON.stringify(name.slice(0, 12))}`, async () => {
      const { code, stderr } = await cli(project(), ['suggest', name]);
      assert.equal(code, 2);
      assert.match(stderr, /^QM_NAME_INVALID /);
    });
  }
});
