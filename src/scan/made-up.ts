/**
 * Modules that a framework or one of its plugins makes while it builds, under names that a registry could serve. Nobody
 * publishes under them, so they need no proof that the framework is used. Names of other shapes (`virtual:x`, `$app/x`,
 * `~/x`, `#imports`) never come here. Sources: the documentation of each.
 */
const madeUp: readonly RegExp[] = [
  // Docusaurus, "Client API" and "Client architecture": theme aliases, the site's folder, what the build wrote.
  /^@(?:site|theme|theme-original|theme-init|generated)\//,
  /^@docusaurus\/(?:constants|renderRoutes|router)$/,
  // UnoCSS and Windi CSS, Vite plugins; unplugin-fonts.
  /^(?:uno|unfonts|windi|windi-(?:base|components|utilities))\.css$/,
  // NuxtHub, "Database", "KV" and "Blob": packages that its build writes into node_modules.
  /^@nuxthub\/(?:blob|db|kv)(?:\/|$)/,
  // Sapper, "Client API".
  /^@sapper\//,
  // Meteor, "Using packages": what is not from npm.
  /^meteor\//,
  // Grafana k6, "JavaScript API": a runtime of its own.
  /^k6(?:\/|$)/,
];

export function isMadeUp(specifier: string): boolean {
  return madeUp.some((pattern) => pattern.test(specifier));
}
