import { absolute } from '../base/path.ts';
import { policyFileName, type RuleRow } from '../model/rule.ts';
import type { RuleFault } from '../model/rules-in-force.ts';
import { parsePolicyFile } from '../policy/policy-file.ts';
import type { EngineContext } from './context.ts';
import { readText } from './guards.ts';

/** What the files of a repository say about rules. */
export interface RuleFiles {
  readonly rules: readonly RuleRow[];
  readonly faults: readonly RuleFault[];
  /** The same for the same texts. */
  readonly key: string;
}

/** Reads the folder's policy file. */
export async function readRuleFiles({ files, root }: Pick<EngineContext, 'files' | 'root'>): Promise<RuleFiles> {
  const text = (await readText(files, absolute(root, policyFileName))) ?? '';
  return { ...readPolicy(text), key: text };
}

/** What the text of a policy file says; an empty one says nothing. */
export function readPolicy(text: string): Omit<RuleFiles, 'key'> {
  if (text === '') return { rules: [], faults: [] };
  const { rules, faults } = parsePolicyFile(text);
  return { rules, faults: faults.map((fault) => ({ file: policyFileName, ...fault })) };
}
