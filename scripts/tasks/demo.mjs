import { runInEditor } from './run-in-editor.mjs';

/**
 * The product in the real editor, as a user sees it.
 * @param {string[]} args
 */
export function runTask(args) {
  return runInEditor('test/demo/main.ts', args);
}
