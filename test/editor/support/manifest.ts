/** The package.json of a project in a suite's workspace. */
export function manifest(name: string, more: object = {}): object {
  return { name, version: '1.0.0', private: true, type: 'module', ...more };
}
