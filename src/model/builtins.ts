/**
 * Modules that a runtime or a host brings along, so that no registry is ever asked for them.
 * Sources: Node 24 documentation (`module.builtinModules`, a test compares), Bun "Bun APIs", Cloudflare "Runtime APIs",
 * Deno "Node and npm compatibility", VS Code and Electron API references.
 */
export type BuiltinHost = 'node' | 'bun' | 'deno' | 'workers' | 'vscode' | 'electron';

/** Without `node:`. Those that exist only with the prefix (`node:test`, `node:sqlite`) are caught by the prefix. */
export const nodeModules: ReadonlySet<string> = new Set(
  (
    '_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex ' +
    '_stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap ' +
    'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram ' +
    'diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector ' +
    'inspector/promises module net os path path/posix path/win32 perf_hooks process punycode querystring readline ' +
    'readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys timers ' +
    'timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
);

const prefixes: readonly (readonly [string, BuiltinHost])[] = [
  ['node:', 'node'],
  ['bun:', 'bun'],
  ['deno:', 'deno'],
  ['cloudflare:', 'workers'],
  ['workerd:', 'workers'],
];

const names: ReadonlyMap<string, BuiltinHost> = new Map([
  ['bun', 'bun'],
  ['vscode', 'vscode'],
  ['electron', 'electron'],
  ['electron/common', 'electron'],
  ['electron/main', 'electron'],
  ['electron/renderer', 'electron'],
  ['electron/utility', 'electron'],
]);

/**
 * Who provides the module, or undefined. Exact: `fs/promises` is Node's, `punycode/` (with the slash, npm's way to
 * get past the builtin) and `process/browser` are packages.
 */
export function builtinHost(specifier: string): BuiltinHost | undefined {
  const prefixed = prefixes.find(([prefix]) => specifier.startsWith(prefix));
  if (prefixed !== undefined) return prefixed[1];
  return nodeModules.has(specifier) ? 'node' : names.get(specifier);
}
