import assert from 'node:assert/strict';
import { mergeDashboards, type FolderPart } from '../../../src/view/merge-dashboards.ts';
import { operation } from '../../browser/support/builders.ts';
import { sample } from '../../browser/support/samples.ts';

describe('mergeDashboards', () => {
  it('tells the rows of two folders apart by a prefix', () => {
    const parts = [part('0:', 'a', '2026-11-01T00:00:00.000Z'), part('1:', 'a', '2026-11-02T00:00:00.000Z')];
    assert.deepEqual(
      mergeDashboards(parts, undefined).operations.map((row) => row.id),
      ['1:a', '0:a'],
    );
  });

  it('adds up what is counted', () => {
    const parts = [part('0:', 'a', '2026-11-01T00:00:00.000Z'), part('1:', 'b', '2026-11-02T00:00:00.000Z')];
    assert.deepEqual(mergeDashboards(parts, undefined).rate, { succeeded: 2, failed: 0, rolledBack: 2, value: 0.5 });
  });

  it('has the mismatched versions of all folders', () => {
    const parts = ['0:', '1:'].map((prefix) => ({ prefix, state: sample('mismatched') }));
    const { counts, mismatched } = mergeDashboards(parts, undefined);
    assert.equal(counts.mismatched, 8);
    assert.deepEqual(
      mismatched.filter((row) => row.package === 'lodash').map((row) => row.id),
      ['0:mismatched::lodash', '1:mismatched::lodash'],
    );
  });

  it('shows the folder of the selected project alone', () => {
    const parts = [part('0:', 'a', '2026-11-01T00:00:00.000Z'), part('1:', 'b', '2026-11-02T00:00:00.000Z')];
    const merged = mergeDashboards(parts, '1:root');
    assert.deepEqual(
      [merged.operations.map((row) => row.id), merged.projects.map((project) => project.id), merged.selectedProject],
      [['1:b'], ['0:root', '1:root'], '1:root'],
    );
  });

  it('is as old as the oldest look at one of its folders', () => {
    const [older, newer] = ['2026-11-23T09:00:00.000Z', '2026-11-23T09:30:00.000Z'];
    const checked = (prefix: string, endedAt: string | undefined): FolderPart => ({
      prefix,
      state: sample('calm', { scan: endedAt === undefined ? undefined : { packages: 1, endedAt } }),
    });
    const at = (...parts: readonly FolderPart[]) => mergeDashboards(parts, undefined).checkedAt;
    assert.equal(at(checked('0:', newer), checked('1:', older)), older);
    assert.equal(at(checked('0:', newer), checked('1:', undefined)), undefined);
  });

  it('forgets a selection that is gone', () => {
    const merged = mergeDashboards([part('0:', 'a', '2026-11-01T00:00:00.000Z')], '7:root');
    assert.deepEqual([merged.selectedProject, merged.operations.length], [undefined, 1]);
  });
});

function part(prefix: string, id: string, at: string): FolderPart {
  const state = sample('calm', {
    operations: [operation(1, { id, createdAt: at, startedAt: at, endedAt: at })],
    totals: { succeeded: 1, failed: 0, rolledBack: 1 },
    projects: [{ id: 'root', name: 'root' }],
  });
  return { prefix, state };
}
