/**
 * The environment variable by which the editor tells a command in its terminals which folders are open there: real paths,
 * joined as PATH is.
 */
export const openFoldersVariable = 'QUARTERMASTER_FOLDERS';
