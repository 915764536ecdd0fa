import { Random } from '../editor/random.ts';

/**
 * So many names as language models make them up: two or three plausible words of the trade, joined. The same for the
 * same seed, none of them a real one, none twice.
 */
export function invent(isReal: (name: string) => boolean, count: number, seed: number): readonly string[] {
  const random = new Random(seed);
  const names = new Set<string>();
  while (names.size < count) {
    const words = [random.pick(subjects), ...(random.below(3) === 0 ? [] : [random.pick(matters)]), random.pick(roles)];
    const name = random.below(8) === 0 ? `@${words[0]}/${words.slice(1).join('-')}` : words.join('-');
    if (!isReal(name)) names.add(name);
  }
  return [...names];
}

const subjects = words(
  'react vue svelte angular next nuxt express fastify fastapi django flask koa nest node deno vite webpack jest vitest prisma ' +
    'drizzle mongo mongoose redis postgres sqlite graphql apollo trpc openai anthropic langchain huggingface tailwind aws azure ' +
    'stripe supabase firebase kafka rabbitmq docker kubernetes terraform socket websocket oauth jwt markdown',
);
const matters = words(
  'codeshift rate auth form query cache schema token session stream retry table chart upload image pdf csv email payment ' +
    'webhook event job queue log trace metric config secret vector embedding prompt agent tool search index geo date money lazy',
);
const roles = words(
  'utils client guard helper helpers sdk middleware adapter plugin kit tools toolkit connector manager handler validator parser ' +
    'loader builder generator provider wrapper hooks transformer optimizer limiter bridge sync codemod',
);

function words(text: string): readonly string[] {
  return text.split(' ');
}
