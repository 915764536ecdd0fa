import semver from 'semver';

/** An advisory as npm's bulk endpoint gives it, with the name that there is the key. */
export interface Advisory {
  readonly id: number;
  readonly name: string;
  readonly ghsa: string;
  readonly cves: readonly string[];
  readonly title: string;
  readonly severity: 'low' | 'moderate' | 'high' | 'critical';
  readonly vulnerableVersions: string;
  /** The first version without the fault; absent where none is published. */
  readonly fixedIn?: string;
  readonly cwe: readonly string[];
  readonly cvss: { readonly score: number; readonly vectorString: string };
}

/** A record in the OSV schema, as far as it is served and read here. */
export interface OsvRecord {
  readonly id: string;
  readonly modified: string;
  readonly published?: string;
  readonly withdrawn?: string;
  readonly aliases?: readonly string[];
  readonly summary?: string;
  readonly details?: string;
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly affected: readonly OsvAffected[];
  readonly references?: readonly { readonly type: string; readonly url: string }[];
  readonly database_specific?: Readonly<Record<string, unknown>>;
}

export interface OsvAffected {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly versions?: readonly string[];
  readonly ranges?: readonly { readonly type: 'SEMVER'; readonly events: readonly OsvEvent[] }[];
}

export interface OsvEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly last_affected?: string;
}

/** The answer of `POST /-/npm/v1/security/advisories/bulk` for `{ name: [version, …] }`. */
export function bulkAnswer(advisories: readonly Advisory[], posted: Readonly<Record<string, readonly string[]>>) {
  const hits = Object.entries(posted).map(([name, versions]) => {
    const rows = advisories.filter(
      (advisory) => advisory.name === name && versions.some((version) => affects(advisory, version)),
    );
    return [name, rows.map(bulkRow)] as const;
  });
  return Object.fromEntries(hits.filter(([, rows]) => rows.length > 0));
}

/** The same advisory as OSV would publish it. */
export function osvRecordOf(advisory: Advisory): OsvRecord {
  const fixed = advisory.fixedIn === undefined ? [] : [{ fixed: advisory.fixedIn }];
  return {
    id: advisory.ghsa,
    modified: '2026-06-01T00:00:00Z',
    published: '2026-05-01T00:00:00Z',
    aliases: advisory.cves,
    summary: advisory.title,
    severity: [{ type: 'CVSS_V3', score: advisory.cvss.vectorString }],
    affected: [
      {
        package: { ecosystem: 'npm', name: advisory.name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, ...fixed] }],
      },
    ],
    references: [{ type: 'ADVISORY', url: advisoryPage(advisory) }],
    database_specific: { severity: advisory.severity.toUpperCase(), cwe_ids: advisory.cwe },
  };
}

function affects(advisory: Advisory, version: string): boolean {
  return semver.satisfies(version, advisory.vulnerableVersions, { includePrerelease: true });
}

function bulkRow(advisory: Advisory) {
  const { id, title, severity, cwe, cvss, vulnerableVersions } = advisory;
  return { id, url: advisoryPage(advisory), title, severity, vulnerable_versions: vulnerableVersions, cwe, cvss };
}

function advisoryPage({ ghsa }: Advisory): string {
  return `https://github.com/advisories/${ghsa}`;
}
