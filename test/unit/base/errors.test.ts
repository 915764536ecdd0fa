import assert from 'node:assert/strict';
import {
  assertNever,
  CancelledError,
  errorCodes,
  errorText,
  isCancellation,
  QmError,
  throwIfCancelled,
} from '../../../src/base/errors.ts';

describe('errors', () => {
  it('keep code, hint, details and cause', () => {
    const cause = new Error('EACCES');
    const error = new QmError('QM_READ_ONLY', { message: 'm', hint: 'h', details: 'd', cause });
    assert.deepEqual(
      [error.name, error.code, error.message, error.hint, error.details, error.cause],
      ['QmError', 'QM_READ_ONLY', 'm', 'h', 'd', cause],
    );
    assert.equal('cause' in new QmError('QM_UNSAVED', { message: 'm', hint: 'h' }), false);
  });

  it('have codes that are sorted, unique and of one form', () => {
    assert.deepEqual([...new Set(errorCodes)].sort(), [...errorCodes]);
    assert.deepEqual(
      errorCodes.filter((code) => !/^QM(_[A-Z]+)+$/.test(code)),
      [],
    );
  });

  it("tell cancellation, ours and the platform's, from failure", async () => {
    assert.equal(isCancellation(new CancelledError()), true);
    assert.equal(isCancellation(AbortSignal.abort().reason), true);
    const controller = new AbortController();
    controller.abort();
    const fetched = await fetch('http://127.0.0.1:9', { signal: controller.signal }).catch((error: unknown) => error);
    assert.equal(isCancellation(fetched), true);
    assert.equal(isCancellation(new Error('cancelled')), false);
    assert.throws(() => throwIfCancelled(controller.signal), CancelledError);
    assert.doesNotThrow(() => throwIfCancelled(new AbortController().signal));
  });

  it('have a text, whatever was thrown', () => {
    assert.deepEqual([new Error('a'), 'b', undefined, 4].map(errorText), ['a', 'b', 'undefined', '4']);
    assert.throws(() => assertNever('x' as never), { name: 'TypeError', message: 'unexpected value: "x"' });
  });
});
