import assert from 'node:assert/strict';
import { shownPackage } from '../../../../../src/hosts/cli/verbs/shown-build.ts';

describe('what a person is shown of a package before it is built', () => {
  const row = {
    package: 'x',
    version: '1.0.0',
    project: '',
    scripts: ['install: node build.js', 'postinstall: node a.js'],
    integrity: 'sha512-x',
    places: ['node_modules/x', 'packages/a/node_modules/x'],
    files: ['node_modules/x/build.js'],
    hash: '',
  };

  it('is which one it is, where it stands, and all that would run', () => {
    assert.deepEqual(shownPackage(row), [
      'x 1.0.0  sha512-x',
      '  in node_modules/x',
      '  in packages/a/node_modules/x',
      '  install: node build.js',
      '  postinstall: node a.js',
      '  They name these files: node_modules/x/build.js',
    ]);
  });

  it('hides nothing that a terminal would obey, and owns up to what is not known', () => {
    const [head, ...rest] = shownPackage({
      ...row,
      ...{ integrity: null, places: [], files: [], scripts: ['install: evil\r\u001b[2Kinstall: node build.js'] },
    });
    assert.equal(head, 'x 1.0.0  the lockfile has no hash of its content');
    assert.deepEqual(rest, ['  install: evil\\u{d}\\u{1b}[2Kinstall: node build.js']);
  });
});
