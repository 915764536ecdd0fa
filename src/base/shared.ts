// A bundle of its own beside those that use it: what must be the same for all of them, the language that was chosen and
// the classes by which errors are told apart. The build puts it in the place of these two modules.
export * from '@vscode/l10n';
export * from './errors.ts';
