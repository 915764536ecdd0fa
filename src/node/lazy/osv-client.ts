// A bundle of its own: it is needed only when somebody looks at a rollback.
import * as v from 'valibot';
import { mapLimited } from '../../base/async.ts';
import { CancelledError, errorText } from '../../base/errors.ts';
import { oneLine } from '../../base/one-line.ts';
import { severities, type Advisory, type PackageVersion, type Severity } from '../../model/advisory.ts';
import { faultSentence } from '../registry-fault.ts';
import { codeOf } from '../retry-after.ts';
import type { AdvisoryAnswer, AdvisoryFault, AffectedVersion } from '../../ports/advisories.ts';

/** What did not come by then does not come. */
const answerMs = 5_000;
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

/** The text of an answer to a question, with a body or without. Rejects where it is a refusal, with npm's error of it. */
type Fetch = (url: string, body: object | undefined, signal: AbortSignal) => Promise<string>;
/** The value of an answer. */
type Ask = (path: string, body?: object) => Promise<unknown>;

/**
 * Asks OSV's API, version 1, in batches, and then for each record that was named. `checkedAt`: now, ISO 8601 UTC. Rejects only on
 * cancellation.
 */
export async function askOsv(
  address: string,
  versions: readonly PackageVersion[],
  { fetch, checkedAt }: { readonly fetch: Fetch; readonly checkedAt: string },
  signal: AbortSignal,
): Promise<AdvisoryAnswer> {
  const ask: Ask = async (path, body) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    return parsed(await fetch(`${address}${path}`, body, limit).catch(refused));
  };
  try {
    const named = await namedAdvisories(ask, versions);
    const ids = [...new Set(named.flat())];
    const records = await mapLimited(ids, recordsAtOnce, (id) => record(ask, id));
    const known = new Map(ids.map((id, index) => [id, records[index]]));
    const affected = versions.map(({ name, version }, index): AffectedVersion => {
      return { name, version, advisories: (named[index] ?? []).flatMap((id) => known.get(id) ?? []), checkedAt };
    });
    return { ok: true, versions: affected };
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    const reason = error instanceof OsvError ? error.reason : 'unreachable';
    return { ok: false, reason, message: faultSentence(error), remembered: [] };
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
async function namedAdvisories(ask: Ask, versions: readonly PackageVersion[]): Promise<readonly (readonly string[])[]> {
  const found: string[][] = versions.map(() => []);
  let open: readonly Question[] = versions.map((_, index) => ({ index, token: undefined }));
  for (let pages = 0; open.length > 0; pages++) {
    if (pages === mostPages) throw new OsvError('malformed', 'the answer does not end');
    const asked = open.slice(0, questionsAtOnce);
    const { results } = await post(ask, asked, versions);
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
  ask: Ask,
  questions: readonly Question[],
  versions: readonly PackageVersion[],
): Promise<v.InferOutput<typeof batch>> {
  const queries = questions.map(({ index, token }) => ({
    package: { ecosystem: 'npm', name: versions[index]?.name },
    version: versions[index]?.version,
    ...(token === undefined ? {} : { page_token: token }),
  }));
  const answer = await ask('/v1/querybatch', { queries });
  const read = v.safeParse(batch, answer);
  if (!read.success) throw new OsvError('malformed', v.summarize(read.issues));
  return read.output;
}

const osvRecord = v.object({
  withdrawn: v.optional(v.unknown()),
  summary: v.optional(v.unknown()),
  database_specific: v.optional(v.unknown()),
});

/** Undefined for one that was withdrawn. A record that cannot be read still names its id: the version is affected. */
async function record(ask: Ask, id: string): Promise<Advisory | undefined> {
  const answer = v.safeParse(osvRecord, await ask(`/v1/vulns/${encodeURIComponent(id)}`));
  if (!answer.success) return { id, severity: undefined, summary: '' };
  const { withdrawn, summary, database_specific: more } = answer.output;
  if (withdrawn !== undefined) return undefined;
  return { id, severity: severityOf(more), summary: typeof summary === 'string' ? oneLine(summary, mostSummary) : '' };
}

/** GitHub's word, which OSV passes on: `database_specific.severity`. */
function severityOf(more: unknown): Severity | undefined {
  const word = typeof more === 'object' && more !== null && 'severity' in more ? String(more.severity) : '';
  return severities.find((severity) => severity === word.toLowerCase());
}

function refused(error: unknown): never {
  const status = /^E(\d{3})$/.exec(codeOf(error))?.[1];
  if (status === undefined) throw error;
  throw new OsvError(status === '429' ? 'busy' : 'failed', `status ${status}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OsvError('malformed', errorText(error));
  }
}
