/** An error whose message is all that its reader needs: printed alone, without a stack. */
export class SetupError extends Error {}

/**
 * Runs one step of the set-up and prints one line for it: what it is and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function setUp(title, work) {
  const started = performance.now();
  process.stdout.write(`Setting up: ${title} ... `);
  try {
    const result = await work();
    process.stdout.write(`${seconds(started)}\n`);
    return result;
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
}

/**
 * The time since `started`, as it is printed everywhere.
 * @param {number} started a reading of performance.now()
 */
export function seconds(started) {
  const elapsed = (performance.now() - started) / 1000;
  return `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} s`;
}
