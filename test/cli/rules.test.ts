import assert from 'node:assert/strict';
import { cli } from '../support/cli.ts';
import { useTempProjects } from '../support/temp-project.ts';

describe('quartermaster rules', () => {
  const makeProject = useTempProjects();
  const project = (rules?: unknown) =>
    makeProject({
      files: { 'package.json': { name: 'app' }, ...(rules === undefined ? {} : { 'quartermaster.json': { rules } }) },
    });

  it('lists what is built in', async () => {
    const { code, stdout } = await cli(project(), ['rules']);
    assert.equal(code, 0);
    assert.match(stdout, /^built-in:ask-breaking {2}ask {2}-10 {2}Ask before an update that may break something$/m);
  });

  it('says of the rules of a repository which hold, which wait and which do not count', async () => {
    const app = project([
      { id: 'no', name: 'No moment', kind: 'block', conditions: { package: 'moment' } },
      { id: 'all', name: 'All', kind: 'auto-install', conditions: {} },
      { id: 'bad', name: 'Bad', kind: 'bloc', conditions: {} },
    ]);
    const { code, stdout } = await cli(app, ['rules']);
    assert.equal(code, 1);
    assert.match(stdout, /^file:no {2}block {2}0 {2}No moment$/m);
    assert.match(stdout, /^file:all {2}auto-install {2}0 {2}All {2}waits: nobody accepted it$/m);
    assert.match(stdout, /^quartermaster\.json:\d+:\d+ {2}\S/m);
    const { document } = await cli(app, ['rules', '--json']);
    const { rules, waiting, faults } = document<Record<'rules' | 'waiting' | 'faults', readonly { id?: string }[]>>();
    assert.deepEqual(
      [rules.filter(({ id }) => id === 'no').length, waiting.map(({ id }) => id), faults.length],
      [1, ['all'], 1],
    );
  });
});
