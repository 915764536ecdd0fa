import type { RelativePath } from '../../../base/path.ts';
import type { Values } from './configuration.ts';

/** Those that came into Yarn itself with version 4 are passed over by it, and known by this alone. */
const bundled = /^@yarnpkg\/plugin-(?:constraints|exec|interactive-tools|stage|typescript|version|workspace-tools)$/;

/** The plugins of a configuration that are code of the repository: by path, or by path and name. */
export function foreignPlugins(value: unknown): readonly unknown[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  return listed.filter((plugin) => !bundled.test(String((plugin as { readonly spec?: unknown } | null)?.spec)));
}

/** Relative to the configuration's folder; a plugin that names no file has an empty one. */
export function pluginPaths(values: Values): readonly RelativePath[] {
  return foreignPlugins(values['plugins']).map((plugin) => {
    const path = typeof plugin === 'string' ? plugin : (plugin as { readonly path?: unknown } | null)?.path;
    return typeof path === 'string' ? path.replace(/^(?:\.\/)+/, '') : '';
  });
}
