// A bundle of its own: it is needed only when somebody looks at a rollback.
import * as v from 'valibot';
import { mapLimited } from '../../base/async.ts';
import { CancelledError, errorText } from '../../base/errors.ts';
import { oneLine } from '../../base/one-line.ts';
import { redact } from '../../base/redact.ts';
import { severities, type Advisory, type PackageVersion, type Severity } from '../../model/advisory.ts';
import type { AdvisoryAnswer, AdvisoryFault, AffectedVersion } from '../../ports/advisories.ts';

/** What did not come by then does not come. */
const answerMs = 10_000;
/** OSV takes a thousand questions at once: https://google.github.io/osv.dev/post-v1-querybatch/. */
const questionsAtOnce = 1000;
const recordsAtOnce = 8;
/** An answer that goes on for longer is none that anybody reads. */
const mostPages = 20;
/** Letters of a summary. */
const mostSummary = 300;

class OsvError extends Error {
  readonly reason: AdvisoryFault;

  constructor(reason: AdvisoryFault, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Asks OSV's API, version 1, in batches, and then for each record that was named. Rejects only on cancellation. */
export async function askOsv(
  address: string,
  versions: readonly PackageVersion[],
  signal: AbortSignal,
): Promise<AdvisoryAnswer> {
  try {
    const named = await namedAdvisories(address, versions, signal);
    const ids = [...new Set(named.flat())];
    const records = await mapLimited(ids, recordsAtOnce, (id) => record(address, id, signal));
    const known = new Map(ids.map((id, index) => [id, records[index]]));
    const affected = versions.map((each, index): AffectedVersion => {
      return { ...each, advisories: (named[index] ?? []).flatMap((id) => known.get(id) ?? []) };
    });
    return { ok: true, versions: affected };
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    const reason = error instanceof OsvError ? error.reason : 'unreachable';
    return { ok: false, reason, message: redact(errorText(error)) };
  }
}

const page = v.object({
  vulns: v.optional(v.array(v.object({ id: v.pipe(v.string(), v.regex(/^[\w.:-]{1,200}$/)) })), []),
  next_page_token: v.optional(v.string()),
});
const batch = v.object({ results: v.array(v.nullish(page)) });

interface Question {
  readonly index: number;
  readonly token: string | undefined;
}

/** The ids for each version; an answer in pages is asked for to its end. */
async function namedAdvisories(
  address: string,
  versions: readonly PackageVersion[],
  signal: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const found: string[][] = versions.map(() => []);
  let open: readonly Question[] = versions.map((_, index) => ({ index, token: undefined }));
  for (let pages = 0; open.length > 0; pages++) {
    if (pages === mostPages) throw new OsvError('malformed', 'the answer does not end');
    const asked = open.slice(0, questionsAtOnce);
    const { results } = await post(address, asked, versions, signal);
    if (results.length !== asked.length) throw new OsvError('malformed', 'not an answer for each question');
    const unfinished = asked.flatMap(({ index }, at) => {
      found[index]?.push(...(results[at]?.vulns ?? []).map(({ id }) => id));
      const token = results[at]?.next_page_token;
      return token === undefined || token === '' ? [] : [{ index, token }];
    });
    open = [...unfinished, ...open.slice(questionsAtOnce)];
  }
  return found;
}

async function post(
  address: string,
  questions: readonly Question[],
  versions: readonly PackageVersion[],
  signal: AbortSignal,
): Promise<v.InferOutput<typeof batch>> {
  const queries = questions.map(({ index, token }) => ({
    package: { ecosystem: 'npm', name: versions[index]?.name },
    version: versions[index]?.version,
    ...(token === undefined ? {} : { page_token: token }),
  }));
  const answer = await ask(`${address}/v1/querybatch`, signal, JSON.stringify({ queries }));
  const parsed = v.safeParse(batch, answer);
  if (!parsed.success) throw new OsvError('malformed', v.summarize(parsed.issues));
  return parsed.output;
}

const osvRecord = v.object({
  withdrawn: v.optional(v.unknown()),
  summary: v.optional(v.unknown()),
  database_specific: v.optional(v.unknown()),
});

/** Undefined for one that was withdrawn. A record that cannot be read still names its id: the version is affected. */
async function record(address: string, id: string, signal: AbortSignal): Promise<Advisory | undefined> {
  const parsed = v.safeParse(osvRecord, await ask(`${address}/v1/vulns/${encodeURIComponent(id)}`, signal));
  if (!parsed.success) return { id, severity: undefined, summary: '' };
  const { withdrawn, summary, database_specific: more } = parsed.output;
  if (withdrawn !== undefined) return undefined;
  return { id, severity: severityOf(more), summary: typeof summary === 'string' ? oneLine(summary, mostSummary) : '' };
}

/** GitHub's word, which OSV passes on: `database_specific.severity`. */
function severityOf(more: unknown): Severity | undefined {
  const word = typeof more === 'object' && more !== null && 'severity' in more ? String(more.severity) : '';
  return severities.find((severity) => severity === word.toLowerCase());
}

async function ask(url: string, signal: AbortSignal, body?: string): Promise<unknown> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    redirect: 'error',
    ...(body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
  });
  if (response.status === 429) throw new OsvError('busy', 'status 429');
  if (!response.ok) throw new OsvError('failed', `status ${response.status}`);
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new OsvError('malformed', error.message);
    throw error;
  }
}
