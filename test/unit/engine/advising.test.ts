import assert from 'node:assert/strict';
import { once } from 'node:events';
import { CancelledError } from '../../../src/base/errors.ts';
import { adviseOn, adviseOnNewcomers } from '../../../src/engine/advising.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { PackageVersion } from '../../../src/model/advisory.ts';
import type { Newcomer } from '../../../src/model/lockfile.ts';
import type { Advisories, AdvisoryAnswer } from '../../../src/ports/advisories.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../support/engine.ts';
import { popularList } from '../../support/model.ts';
import { until } from '../../support/until.ts';

const version = (name: string): PackageVersion => ({ name, version: '1.0.0' });

/** A world whose registry shows `public` alone to everybody, and whose database answers so. */
function world(answer: AdvisoryAnswer | 'never' | undefined, isElsewhere = true) {
  const told: string[] = [];
  const clock = new FakeClock();
  const affecting: Advisories['affecting'] = async (versions, signal) => {
    told.push(versions.map(({ name }) => name).join(' '));
    if (answer === 'never') {
      await once(signal, 'abort', { signal }).catch(() => undefined);
      throw new CancelledError();
    }
    return answer ?? { ok: true, versions: versions.map((each) => ({ ...each, advisories: [], checkedAt: 'now' })) };
  };
  const context = {
    root: '/w',
    clock,
    popular: popularList({ lodash: [400_000_000, '4.18.1'] }),
    registry: {
      isPublic: async (name: string) => name === 'public',
      advisories: async (versions: readonly PackageVersion[]) => ({
        ok: false,
        reason: 'failed',
        message: 'status 404',
        remembered: versions
          .filter(({ name }) => name === 'corporate')
          .map((each) => ({ ...each, advisories: [], checkedAt: 'here' })),
      }),
    },
    advisories: { isElsewhere, affecting },
  } as unknown as EngineContext;
  return { context, told, clock };
}

describe('adviseOn', () => {
  it('tells only names that everybody can see to somebody else, all at once', async () => {
    const { context, told } = world(undefined);
    const advise = await adviseOn(context, '/w', ['lodash', 'public', 'ours', 'public'].map(version), never);
    assert.deepEqual(told, ['lodash public']);
    assert.deepEqual(advise(version('public')), { known: true, advisories: [], checkedAt: 'now' });
    assert.deepEqual(advise(version('ours')), { known: false, why: 'private' });
  });

  it('asks the own registry about all others, and knows nothing where that tells nothing', async () => {
    const { context, told } = world(undefined);
    const advise = await adviseOn(context, '/w', ['public', 'corporate', 'ours'].map(version), never);
    assert.deepEqual(told, ['public']);
    const known = { known: true, advisories: [], checkedAt: 'here', source: 'registry' };
    assert.deepEqual(advise(version('corporate')), known);
    assert.deepEqual(advise(version('ours')), { known: false, why: 'private' });
  });

  it('tells every name to a database of this machine, and nothing where there is nothing', async () => {
    const { context, told } = world(undefined, false);
    await adviseOn(context, '/w', [], never);
    await adviseOn(context, '/w', [version('ours')], never);
    assert.deepEqual(told, ['ours']);
  });

  it('says why nothing is known, and what is remembered', async () => {
    const remembered = [{ ...version('lodash'), advisories: [], checkedAt: 'before' }];
    const silent = { ok: false, reason: 'busy', message: 'status 429', remembered } as const;
    const advise = await adviseOn(world(silent).context, '/w', ['lodash', 'public'].map(version), never);
    assert.deepEqual(advise(version('lodash')), { known: true, advisories: [], checkedAt: 'before' });
    assert.deepEqual(advise(version('public')), { known: false, why: 'unanswered', message: 'status 429' });
    const off = { ok: false, reason: 'off', message: '', remembered: [] } as const;
    const switchedOff = await adviseOn(world(off).context, '/w', [version('public')], never);
    assert.deepEqual(switchedOff(version('public')), { known: false, why: 'off' });
  });

  it('waits for ten seconds, and no longer than somebody wants to know', async () => {
    const { context, told, clock } = world('never');
    const asking = adviseOn(context, '/w', [version('public')], never);
    await until(() => told.length === 1);
    clock.advance(10_000);
    const late = { known: false, why: 'unanswered', message: 'It did not answer in time.' };
    assert.deepEqual((await asking)(version('public')), late);
    const gone = new AbortController();
    const cancelled = adviseOn(world('never').context, '/w', [version('public')], gone.signal);
    gone.abort();
    await assert.rejects(cancelled, CancelledError);
  });

  it('asks about no newcomer that is of no registry', async () => {
    const { context, told } = world(undefined);
    const from = (name: string, source: Newcomer['source']) => ({ ...version(name), source }) as Newcomer;
    const newcomers = [from('lodash', 'registry'), from('public', 'git')];
    const advise = await adviseOnNewcomers(context, { root: '' as never }, newcomers, never);
    assert.deepEqual([told, advise(version('public'))], [['lodash'], { known: false, why: 'private' }]);
  });
});
