import { add, checks, nothing, runCheck } from './checks.mjs';

/** Everything that can be said about the code without running it. */
export async function runTask() {
  let total = nothing;
  for (const name of Object.keys(checks)) total = add(total, await runCheck(name));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}
