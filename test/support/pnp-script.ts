/** A `.pnp.cjs` with this map in it, as Yarn writes one. */
export function pnpScript(map: object): string {
  const literal = JSON.stringify(map, undefined, 2)
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\\n');
  return `#!/usr/bin/env node\n"use strict";\n\nconst RAW_RUNTIME_STATE =\n'${literal}';\n\nthrow new Error('run');\n`;
}

type Dependencies = readonly (readonly [name: string, target: string | readonly [string, string] | null])[];

/** One package of such a map. */
export function pnpPackage(
  name: string | null,
  reference: string | null,
  packageLocation: string,
  packageDependencies: Dependencies = [],
  more: object = {},
): unknown {
  return [name, [[reference, { packageLocation, packageDependencies, linkType: 'HARD', ...more }]]];
}
