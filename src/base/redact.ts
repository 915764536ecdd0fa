const keys = 'auth|(?:access|auth|id|refresh)?_?token|pass(?:word|wd)|(?:client_?)?secret|api_?key';
/** There are packages of these names too, with a version for their value. */
const noVersion = String.raw`(?!\W{0,2}\d+\.\d)`;

/**
 * What must never reach a log, the journal, the dashboard or an error: credentials in URLs, npm tokens,
 * values of the keys that hold secrets in .npmrc, .yarnrc.yml, bunfig.toml and JSON, Authorization headers, variables
 * named for a secret, and private keys. A word such as "token" alone hides nothing: parsers use it too.
 * Sources: npm documentation "npmrc" (auth related configuration); Bun documentation "bunfig.toml"; GitHub's and npm's
 * published token prefixes; RFC 7519 for what begins with `eyJ`.
 */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^/\s:@]*:[^/\s]+@/gi, '$1***@'],
  // A token alone, as Azure and GitLab have it; `git@` of an ssh address is no secret.
  [/\b(https?:\/\/)[^/\s:@]+@/gi, '$1***@'],
  // npm's have 36 letters and digits; with an underscore it is a variable such as npm_config_userconfig.
  [/\b(npm_)[A-Za-z0-9]{30,}/g, '$1***'],
  [/\b(ghp_|gho_|ghs_|ghu_|github_pat_|glpat-)[A-Za-z0-9_-]{16,}/g, '$1***'],
  [
    /((?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent|certfile|keyfile)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;]+)/gi,
    '$1***',
  ],
  [/(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|digest|negotiate|token)\s+)[^\s"',]+/gi, '$1***'],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]+)?/g, '***'],
  // Keys of JSON, and of JSON within a text of JSON.
  [new RegExp(String.raw`("(?:${keys})"\s*:\s*")${noVersion}(?:[^"\\]|\\.)+`, 'gi'), '$1***'],
  [new RegExp(String.raw`(\\"(?:${keys})\\"\s*:\s*\\")${noVersion}[^"]+?(?=\\"|$)`, 'gi'), '$1***'],
  // bunfig.toml, also within `{ url = "…", token = "…" }`, and options of a command line with a value in quotes.
  [/(\b(?:token|password)["']?\s*=\s*)(?:"[^"]+"|'[^']+')/gi, '$1***'],
  [/([?&](?:access_|auth_|private_)?token=)[^&\s"'#]+/gi, '$1***'],
  [/(\b[A-Z][A-Z0-9_]*_(?:TOKEN|PASSWORD|PASSWD|SECRET|PAT)=)(?:"[^"]+"|'[^']+'|[^\s"',;]+)/g, '$1***'],
  // A proxy is often named without a scheme.
  [/(proxy["']?\s*[=:]\s*["']?)[^\s"'/:@]+:[^\s"'/@]+@/gi, '$1***@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '***'],
];

/** The text with every known kind of secret replaced by `***`. */
export function redact(text: string): string {
  return secrets.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
