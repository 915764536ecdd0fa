import { linesOf, type Said } from '../run.ts';

/** What Yarn 1 printed with `--json`, and with `--verbose` where it has to tell why a package was not found. */
export function readClassicWords(output: string): Said {
  const lines = [...linesOf(output)].map((line) => (typeof line === 'string' ? { type: 'error', data: line } : line));
  const textsOf = (types: readonly unknown[]): string =>
    lines
      .flatMap(({ type, data }: Readonly<Record<string, unknown>>) =>
        types.includes(type) && typeof data === 'string' ? data : [],
      )
      .join('\n');
  const errors = textsOf(['error']);
  const { code, answer } = reasonOf(errors, textsOf(['verbose']));
  const text = textsOf(['error', 'warning', 'info', 'success']);
  return { text: answer === undefined ? text : `${text}\n${answer}`, code };
}

/** What its words stand for, and the line that tells. */
interface Reason {
  readonly code: string | undefined;
  readonly answer?: string | undefined;
}

function reasonOf(errors: string, requests: string): Reason {
  const sought = /Couldn't find package "?((?:@[^@"]+)?[^@"]+)/.exec(errors)?.[1];
  if (sought !== undefined) return whyNotFound(sought, requests);
  if (/Couldn't find (?:any versions|match) for/.test(errors)) return { code: 'ETARGET' };
  return { code: undefined };
}

/**
 * Yarn 1 says "Couldn't find package" of a dependency's dependency whatever went wrong. Which answer it got stands only
 * among its requests; one without an answer was given up.
 */
function whyNotFound(name: string, requests: string): Reason {
  const end = `/${name.replace('/', '%2f')}`.toLowerCase();
  const answers = [...requests.matchAll(/^Request "([^"]+)" finished with status code (\d{3})/gm)];
  const answer = answers.findLast(([, url]) => url?.toLowerCase().endsWith(end) === true);
  if (answer !== undefined) return { code: `E${answer[2] ?? ''}`, answer: answer[0] };
  return { code: requests === '' ? 'E404' : 'ECONNRESET' };
}
