import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import semver from 'semver';
import type { OsvAffected, OsvEvent, OsvRecord } from './advisory.ts';
import { describeRequest, Faults, sendJson, type Fault } from './faults.ts';

export interface OsvOptions {
  readonly records: readonly OsvRecord[];
  /** Vulnerabilities in one answer before it is continued on a `next_page_token`; default: all. */
  readonly pageSize?: number;
}

/** A server on 127.0.0.1 that speaks OSV's API, version 1. */
export interface Osv {
  /** Without a slash at its end. */
  readonly url: string;
  /** Every request so far, as "METHOD /url". */
  readonly requests: string[];
  setFault(...faults: readonly Fault[]): void;
  setRecords(records: readonly OsvRecord[]): void;
  stop(): Promise<void>;
}

interface Query {
  readonly version?: string;
  readonly package?: { readonly name?: string; readonly ecosystem?: string; readonly purl?: string };
  readonly page_token?: string;
}

export async function startOsv({ records: initial, pageSize = Infinity }: OsvOptions): Promise<Osv> {
  let records = initial;
  const requests: string[] = [];
  const faults = new Faults();
  const server = createServer(async (request, response) => {
    const line = describeRequest(request);
    const body = await text(request);
    requests.push(line);
    if (await faults.act(request, response)) return;
    const answer = answerOf(line, body, records, pageSize);
    sendJson(response, answer.status, answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    setFault: (...next) => faults.set(...next),
    setRecords: (next) => void (records = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function answerOf(line: string, body: string, records: readonly OsvRecord[], pageSize: number): Answer {
  const id = /^GET \/v1\/vulns\/(.+)$/.exec(line)?.[1];
  if (id !== undefined) {
    const record = records.find((candidate) => candidate.id === id);
    return record ? ok(record) : { status: 404, body: { code: 5, message: 'Bug not found.' } };
  }
  if (line === 'POST /v1/query') return ok(page(JSON.parse(body), records, pageSize, (record) => record));
  if (line === 'POST /v1/querybatch') {
    // A batch names only ids and times; the records have to be asked for one by one.
    const brief = ({ id, modified }: OsvRecord) => ({ id, modified });
    const { queries } = JSON.parse(body) as { queries: readonly Query[] };
    return ok({ results: queries.map((query) => page(query, records, pageSize, brief)) });
  }
  return { status: 404, body: { code: 5, message: 'Not found.' } };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** No vulnerability is an empty object, as with OSV itself. */
function page(query: Query, records: readonly OsvRecord[], size: number, view: (record: OsvRecord) => unknown): object {
  const start = Number(query.page_token ?? 0);
  const hits = records.filter((record) => matches(query, record));
  const vulns = hits.slice(start, start + size).map(view);
  if (vulns.length === 0) return {};
  return start + size < hits.length ? { vulns, next_page_token: String(start + size) } : { vulns };
}

function matches(query: Query, { affected }: OsvRecord): boolean {
  const { name, ecosystem, version } = subjectOf(query);
  return affected.some(
    (entry) =>
      entry.package.name === name &&
      entry.package.ecosystem === ecosystem &&
      (version === undefined || isAffected(version, entry)),
  );
}

/** A query names its package either by name and ecosystem or by a package URL, `pkg:npm/%40scope/name@1.0.0`. */
function subjectOf({ package: subject, version }: Query) {
  const purl = /^pkg:npm\/([^@]+)(?:@(.+))?$/.exec(subject?.purl ?? '');
  if (!purl) return { name: subject?.name, ecosystem: subject?.ecosystem, version };
  return { name: decodeURIComponent(purl[1] ?? ''), ecosystem: 'npm', version: purl[2] ?? version };
}

function isAffected(version: string, { versions = [], ranges = [] }: OsvAffected): boolean {
  return versions.includes(version) || ranges.some(({ events }) => isInRange(version, events));
}

/** OSV schema, "Evaluation": the last event at or before the version decides. */
function isInRange(version: string, events: readonly OsvEvent[]): boolean {
  let affected = false;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined && (introduced === '0' || semver.gte(version, introduced))) affected = true;
    if (fixed !== undefined && semver.gte(version, fixed)) affected = false;
    if (last !== undefined && semver.gt(version, last)) affected = false;
  }
  return affected;
}
