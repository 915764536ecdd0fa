import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/lifecycle.ts';
import { showProgress, type Progressing } from '../../../../src/hosts/cli/progress-line.ts';
import type { LiveStep } from '../../../../src/model/live-step.ts';

describe('the line of progress', () => {
  it('is written anew for each change, and taken away at the end', () => {
    const changed = new Emitter<void>();
    const live = new Map<string, LiveStep>();
    const engine: Progressing = { queue: { live }, onDidChange: changed.event };
    let written = '';
    const line = showProgress(engine, { out: () => assert.fail(), error: (text) => (written += text) });
    changed.fire();
    assert.equal(written, '');
    for (const step of ['Fetching', 'Fetching', 'Linking']) {
      live.set('a', { step, progress: 0.5 });
      changed.fire();
    }
    line.dispose();
    live.set('a', { step: 'late', progress: 1 });
    changed.fire();
    assert.equal(written, '\r\u001b[2KFetching\r\u001b[2KLinking\r\u001b[2K');
  });
});
