import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where downloaded tools live: ignored by git, reused by every run. */
export const toolsFolder = path.join(root, '.tools');
