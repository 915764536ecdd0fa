import assert from 'node:assert/strict';
import { mostPlaces } from '../../../src/model/snapshot.ts';
import { useTempProjects, type FileBody } from '../../support/temp-project.ts';
import { describeFindings, never, testScanner } from './support.ts';

describe('what a look at a folder keeps', () => {
  const makeProject = useTempProjects();
  const scan = (files: Readonly<Record<string, FileBody>>) =>
    testScanner().scanFolder(
      makeProject({ files: { 'package.json': { dependencies: { a: '1', b: '1' } }, ...files } }).folder,
      never,
    );
  const installed = { 'node_modules/a/package.json': { version: '1.0.0' } };
  const many = Object.fromEntries(
    Array.from({ length: 3 * mostPlaces }, (_, index) => [`src/f${String(index).padStart(2, '0')}.js`, "import 'a';"]),
  );

  it('is the first places of what is there, and each place of what is missing', async () => {
    const { uses, settled } = await scan({
      ...installed,
      ...many,
      'z.js': "import 'a';\nimport 'b';",
      'y.ts': "import 'b/c';",
    });
    assert.deepEqual(
      uses.map(({ package: name, site }) => `${name} ${site.file}`),
      ['b y.ts', 'b z.js'],
    );
    assert.deepEqual(
      settled.map(({ package: name, hasTypeScript, places }) => [
        name,
        hasTypeScript,
        places.map(({ site }) => site.file),
      ]),
      [['a', false, Object.keys(many).slice(0, mostPlaces)]],
    );
  });

  it('tells where TypeScript uses a package', async () => {
    const { settled } = await scan({ ...installed, 'a.js': "import 'a';", 'b.ts': "import 'a';" });
    assert.deepEqual(
      settled.map(({ hasTypeScript }) => hasTypeScript),
      [true],
    );
  });

  it('is one place for each folder of a clone, and one finding', async () => {
    const snapshot = await scan({ ...many, 'lib/x.js': "import 'a';\nimport 'a';", 'lib/deep/y.js': "import 'a';" });
    assert.deepEqual(snapshot.uses, []);
    assert.deepEqual(
      snapshot.settled.map(({ places }) => places.map(({ site }) => site.file)),
      [['lib/deep/y.js', 'lib/x.js', 'src/f00.js']],
    );
    assert.deepEqual(describeFindings(snapshot), ['not-installed . a']);
  });
});
