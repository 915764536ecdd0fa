import { byHand, never, requests } from '../support/engine.ts';
import { withWindowEngine } from './window-engine.ts';

// An engine as a window has it, that installs one package after the other and tells its parent how each ended.

const [folder = '', home = '', ...names] = process.argv.slice(2);
const errors: (string | null)[] = [];
await withWindowEngine({ folder, home, livesOn: true }, async (engine) => {
  for (const name of names) {
    try {
      const { operations } = await engine.install(requests([name]), byHand, never);
      const [operation] = operations;
      const details = `${operation?.error?.code} ${operation?.error?.message} ${operation?.error?.details ?? ''}`;
      errors.push(operation?.status === 'succeeded' ? null : `${operation?.status} ${details}`);
    } catch (error) {
      errors.push(String(error));
    }
  }
});
process.send?.(errors);
process.disconnect();
