import nodeModule from 'node:module';
import { join } from 'node:path';
import { userFolders } from '../../node/user-folders.ts';

// What Node compiled once it finds again; without it, or where nothing can be stored, a start takes longer. A Node that has
// no such thing is told apart by the program itself.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(join(userFolders().cache, 'compiled'));
void import('./program.ts');
