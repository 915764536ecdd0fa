import { runInEditor } from './run-in-editor.mjs';

/**
 * What the extension costs the editor.
 * @param {string[]} args
 */
export function runTask(args) {
  return runInEditor('bench/editor/main.ts', args);
}
