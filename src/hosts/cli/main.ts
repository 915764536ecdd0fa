import { join } from 'node:path';
import { rememberCompiled } from '../../node/compile-cache.ts';
import { postponeOptimizing } from '../../node/optimizing.ts';
import { userFolders } from '../../node/user-folders.ts';

/** Scans of large folders that nobody looked at before take longer. */
const shortMs = 3_000;

// Before the program is loaded, which is why it is a bundle of its own.
postponeOptimizing(shortMs);
rememberCompiled(join(userFolders().cache, 'compiled'));
void import('./program.ts');
