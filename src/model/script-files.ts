import { joinRelative, type RelativePath } from '../base/path.ts';
import type { InstallScripts } from './build.ts';

/** What Node, or a shell, runs. */
const extensions = ['', '.js', '.cjs', '.mjs', '/index.js'] as const;

/**
 * Files that install scripts may run, by their paths in the package: the words of `install: node build.js` that could be one,
 * with what Node looks for where a word has no extension, and what node-gyp builds by. Which of them stand there, and what
 * they run themselves, is not known by that.
 */
export function filesNamedIn(scripts: InstallScripts): readonly RelativePath[] {
  const words = scripts.flatMap((script) => script.replace(/^\w+: /, '').split(/[\s;&|()<>"'`]+/));
  const named = words.flatMap((word) => {
    // Options, variables, and what is elsewhere.
    if (!/^(?:\.{1,2}\/)*[\w@][\w@.+/-]*$/.test(word)) return [];
    return extensions.map((extension) => joinRelative('', `${word}${extension}`)).filter((path) => path !== undefined);
  });
  const gyp = words.includes('node-gyp') ? ['binding.gyp'] : [];
  return [...new Set([...named, ...gyp])];
}
