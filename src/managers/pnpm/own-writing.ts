import { toCatalogs } from '../../model/catalog.ts';
import { readYamlObject } from '../yaml-edit.ts';

/**
 * What an install of pnpm writes into pnpm-workspace.yaml: exceptions of its policies and packages whose builds are to be
 * decided about. Of catalogs it takes away what nobody uses (pnpm documentation: Settings, `minimumReleaseAgeExclude`,
 * `trustPolicyExclude`, `allowBuilds`, `cleanupUnusedCatalogs`).
 */
const written = new Set([
  'minimumReleaseAgeExclude',
  'trustPolicyExclude',
  'allowBuilds',
  'onlyBuiltDependencies',
  'ignoredBuiltDependencies',
]);

/** See ManagerDriver.isOwnWriting. Lines and quotes are no sign of a person: pnpm lays out the file anew. */
export async function isOwnWriting(now: string, texts: readonly string[]): Promise<boolean> {
  const [found, ...known] = await Promise.all([now, ...texts].map(readYamlObject));
  if (found === undefined) return false;
  const rests = known.map((each) => restOf(each ?? {}));
  if (!rests.includes(restOf(found))) return false;
  const entries = new Set(known.flatMap((each) => catalogEntries(each ?? {})));
  const comments = new Set(texts.flatMap(commentsOf));
  return (
    catalogEntries(found).every((entry) => entries.has(entry)) && commentsOf(now).every((text) => comments.has(text))
  );
}

function restOf(content: Readonly<Record<string, unknown>>): string {
  const rest = Object.entries(content).filter(([key]) => !written.has(key) && key !== 'catalog' && key !== 'catalogs');
  return JSON.stringify(rest.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function catalogEntries({ catalog, catalogs }: Readonly<Record<string, unknown>>): readonly string[] {
  return [...toCatalogs(catalog, catalogs)].flatMap(([name, ranges]) =>
    [...ranges].map(([each, range]) => JSON.stringify([name, each, range])),
  );
}

/** A `#` in a quoted string counts as one too: it stands in the other texts as well, or a person wrote it. */
function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)#(.*)$/gm)].map(([, words = '']) => words.trim());
}
