import { join } from 'node:path';
import { rememberCompiled } from '../../node/compile-cache.ts';
import { userFolders } from '../../node/user-folders.ts';

// Before the program is loaded, which is why it is a bundle of its own.
rememberCompiled(join(userFolders().cache, 'compiled'));
void import('./program.ts');
