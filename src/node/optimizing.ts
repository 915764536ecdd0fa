import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from compiling anew, on threads of its own, what runs often: most commands are over before that pays. Measured with scans
 * of Jest's and VueUse's repositories, it takes 12 to 21 % of all processor time and saves 3 % of the longest's two seconds; what
 * takes longer than `forMs` gets it after all. V8 reads these flags whenever a function has become hot (V8's flag-definitions.h).
 */
export function postponeOptimizing(forMs: number): void {
  // Whoever names flags knows better: where there is no compiler at all (--jitless), none may be brought back.
  const isTold = process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
  // Elsewhere V8 has not both of them.
  if (isTold || !['x64', 'arm64'].includes(process.arch)) return;
  const set = (prefix: '--' | '--no-'): void => {
    for (const compiler of ['maglev', 'turbofan']) setFlagsFromString(prefix + compiler);
  };
  set('--no-');
  setTimeout(set, forMs, '--').unref();
}
