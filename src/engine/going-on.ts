import { assertNever, isCancellation } from '../base/errors.ts';
import type { InstallOutcome } from '../model/install.ts';
import type { Engine } from './engine.ts';
import type { OperationRunner } from './operation-runner.ts';
import type { Waiting } from './recovery.ts';

/**
 * Asks again for what waited in a window that was closed, as the same operation. What cannot be begun any more gets its
 * end; what the gate stops now is told by `onLeft`.
 */
export async function goOn(
  engine: Engine,
  runner: OperationRunner,
  { id, request }: Waiting,
  signal: AbortSignal,
  onLeft: (outcome: InstallOutcome) => void,
): Promise<void> {
  try {
    await askAgain(engine, { id, request }, signal, onLeft);
    await runner.giveUp(id, undefined);
  } catch (error) {
    if (!isCancellation(error)) await runner.giveUp(id, error);
  }
}

async function askAgain(
  engine: Engine,
  { id, request }: Pick<Waiting, 'id' | 'request'>,
  signal: AbortSignal,
  onLeft: (outcome: InstallOutcome) => void,
): Promise<void> {
  const options = { ...request.options, adopts: id };
  switch (request.kind) {
    case 'install': {
      const outcome = await engine.install(request.requests, options, signal);
      if (outcome.asked.length + outcome.blocked.length > 0) onLeft(outcome);
      return;
    }
    case 'remove':
      await engine.remove(request.requests, options, signal);
      return;
    case 'move':
      await engine.move(request.requests, options, signal);
      return;
    case 'restore':
      await engine.restore(request.project, options, signal);
      return;
    case 'build':
      await engine.builds.build(request.project, request, options, signal);
      return;
    case 'share':
      await engine.builds.share(request.project, request, options, signal);
      return;
    case 'rollback':
      await engine.rollBack(request.id, options.trigger, signal, id);
      return;
    case 'settle':
      await engine.settle(request.id, 'restore', signal, id);
      return;
    default:
      assertNever(request);
  }
}
