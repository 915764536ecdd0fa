import { buildTools } from './build-tools.ts';
import { lintTools } from './lint-tools.ts';
import type { Tool } from './place.ts';
import { testTools } from './test-tools.ts';

/** Tools whose configurations name packages by strings. Others import theirs, or name none. */
export const tools: readonly Tool[] = [...lintTools, ...buildTools, ...testTools];

/** By their names, which sightings keep. */
export const toolsByName: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.name, tool]));
