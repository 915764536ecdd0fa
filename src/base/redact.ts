/**
 * What must never reach a log, the journal, the dashboard or an error: credentials in URLs, npm tokens,
 * values of the .npmrc keys that hold secrets, Authorization headers and private keys.
 * Sources: npm documentation "npmrc" (auth related configuration); GitHub's and npm's published token prefixes.
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
  [/(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"',]+/gi, '$1***'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '***'],
];

/** The text with every known kind of secret replaced by `***`. */
export function redact(text: string): string {
  return secrets.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
