// A bundle of its own: it is needed only for packages that no database of everybody's may hear of.
import { satisfies, validRange } from 'semver';
import * as v from 'valibot';
import { oneLine } from '../../base/one-line.ts';
import { severities, type Advisory, type PackageVersion, type Severity } from '../../model/advisory.ts';

/** Letters of a title. */
const mostSummary = 300;
/** Embedded malicious code: https://cwe.mitre.org/data/definitions/506.html. GitHub gives it to every malicious package. */
const maliciousCode = 'CWE-506';

const row = v.object({
  id: v.optional(v.union([v.string(), v.number()])),
  url: v.fallback(v.optional(v.string()), undefined),
  title: v.fallback(v.optional(v.string()), undefined),
  severity: v.fallback(v.optional(v.string()), undefined),
  vulnerable_versions: v.fallback(v.optional(v.string()), undefined),
  cwe: v.fallback(v.optional(v.array(v.string())), undefined),
});
const answer = v.record(v.string(), v.array(v.unknown()));

/**
 * Reads what a registry answers at `/-/npm/v1/security/advisories/bulk`: for each name that was posted, what holds for some of its
 * versions (npm's source: `npm-audit-report`, `@npmcli/metavuln-calculator`). One list for each version, in their order; undefined where it
 * is no such answer. A row that says no range that can be read, or is none at all, holds for every version: unknown is not harmless.
 */
export function readBulk(
  raw: unknown,
  versions: readonly PackageVersion[],
): readonly (readonly Advisory[])[] | undefined {
  const read = v.safeParse(answer, raw);
  if (!read.success) return undefined;
  const rows = new Map(Object.entries(read.output));
  return versions.map(({ name, version }) =>
    (rows.get(name) ?? []).flatMap((each) => {
      const { vulnerable_versions: range, ...told } = v.parse(v.fallback(row, {}), each);
      return holds(range, version) ? toAdvisory(told) : [];
    }),
  );
}

function holds(range: string | undefined, version: string): boolean {
  if (range === undefined || validRange(range) === null) return true;
  return satisfies(version, range, { includePrerelease: true });
}

function toAdvisory({ id, url, title = '', severity, cwe = [] }: Partial<v.InferOutput<typeof row>>): Advisory {
  // GitHub's own name of it stands at the end of the address.
  const known = /\/(GHSA(?:-[0-9a-z]{4}){3})$/.exec(url ?? '')?.[1];
  return {
    id: oneLine(known ?? `npm-${id ?? '?'}`, mostSummary),
    severity: severityOf(severity),
    summary: oneLine(title, mostSummary),
    ...(cwe.includes(maliciousCode) ? { isMalware: true } : {}),
  };
}

function severityOf(word: string | undefined): Severity | undefined {
  return severities.find((severity) => severity === word?.toLowerCase());
}
