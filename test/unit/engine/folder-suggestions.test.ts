import assert from 'node:assert/strict';
import { FolderSuggestions } from '../../../src/engine/folder-suggestions.ts';
import type { SuggestContext, SuggestRequest } from '../../../src/engine/suggestion-report.ts';
import type { GateCheck, GateReport } from '../../../src/model/gate.ts';
import type { Proposal } from '../../../src/model/install.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { manifest, packument, popularList, projectOf } from '../../support/model.ts';

const never = new AbortController().signal;
const heavy = 'heavy' as PackageName;
const request: SuggestRequest = { package: heavy, subpath: '', manifest: '', otherwise: 'missing', facts: false };

/** What the gate is known to have said of it. */
function proposed(check: GateCheck['check'], result: GateCheck['result']): Proposal {
  const checks = [{ check, result, reason: '', source: 'osv', checkedAt: '2026-01-01T00:00:00.000Z' }];
  return { manifest: '', range: '^1.0.0', report: { checks } as unknown as GateReport };
}

async function causeAfter(known: Proposal | undefined, over: Partial<SuggestRequest> = {}) {
  const context = {
    root: '/w',
    clock: new FakeClock(),
    files: { read: async () => undefined },
    trust: { isTrusted: () => true },
    popular: popularList({}),
    replacements: {
      of: () => [{ kind: 'native', text: 'util.styleText', node: undefined, url: undefined }],
    },
    registry: { packument: async () => ({ ok: true, packument: packument('heavy', ['1.0.0']) }) },
  } as unknown as SuggestContext;
  const suggestions = new FolderSuggestions(context, {
    projects: async () => ({ projects: [projectOf([manifest('')])], faults: [] }),
    map: () => undefined,
    proposal: async () => undefined,
    knownProposal: (name, folder) => (name === heavy && folder === '' ? known : undefined),
  });
  const report = await suggestions.instead({ ...request, ...over }, never);
  return [report.cause, report.suggestions.length];
}

describe('suggestions in a folder', () => {
  it('tell what else there is where an advisory is known to speak against a missing package', async () => {
    assert.deepEqual(await causeAfter(proposed('advisory', 'ask')), ['vulnerable', 1]);
    assert.deepEqual(await causeAfter(proposed('malware', 'block')), ['vulnerable', 1]);
  });

  it('leave alone what nothing, or something else, speaks against', async () => {
    assert.deepEqual(await causeAfter(undefined), ['missing', 0]);
    assert.deepEqual(await causeAfter(proposed('advisory', 'unknown')), ['missing', 0]);
    assert.deepEqual(await causeAfter(proposed('version-age', 'ask')), ['missing', 0]);
    assert.deepEqual(await causeAfter(proposed('advisory', 'ask'), { otherwise: 'asked' }), ['asked', 1]);
  });
});
