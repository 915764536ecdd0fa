/**
 * The entries of an allow-list of builds that say no: `{ "name": false, "name@1.0.0 || 1.1.0": false }` (npm documentation:
 * package.json, "allowScripts"; pnpm documentation: Settings, `allowBuilds`), as `name` or `name@version`. What cannot be
 * read says nothing.
 */
export function deniedIn(list: unknown): readonly string[] {
  if (typeof list !== 'object' || list === null) return [];
  return Object.entries(list).flatMap(([key, value]) => (value === false ? versionsOf(key) : []));
}

function versionsOf(key: string): readonly string[] {
  const at = key.indexOf('@', 1);
  if (at < 0) return [key];
  const [name, versions] = [key.slice(0, at), key.slice(at + 1)];
  return versions === '*' ? [name] : versions.split('||').map((version) => `${name}@${version.trim()}`);
}
