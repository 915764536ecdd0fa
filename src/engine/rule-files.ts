import { absolute, type RelativePath } from '../base/path.ts';
import { policyFileName, type RuleRow } from '../model/rule.ts';
import type { RuleFault, UpdatesBy } from '../model/rules-in-force.ts';
import { parsePolicyFile } from '../policy/policy-file.ts';
import type { EngineContext } from './context.ts';
import { readText } from './guards.ts';
import { findNativeSettings, readNativeSettings, type NativeFile } from './native-settings.ts';

/** What the files of a repository say about rules. */
export interface RuleFiles {
  readonly rules: readonly RuleRow[];
  readonly faults: readonly RuleFault[];
  readonly notes: readonly RuleFault[];
  readonly updatesBy: readonly UpdatesBy[];
}

/** The texts of those files. */
export interface RuleTexts {
  /** Of the policy file; '' where there is none. */
  readonly policy: string;
  readonly native: readonly NativeFile[];
  /** The same for the same texts at the same places. */
  readonly key: string;
}

/** Finds the folder's policy file and the settings of other tools. `projects`: roots of the folder's projects. */
export async function findRuleTexts(
  context: Pick<EngineContext, 'files' | 'root'>,
  projects: readonly RelativePath[],
): Promise<RuleTexts> {
  const [text, native] = await Promise.all([
    readText(context.files, absolute(context.root, policyFileName)),
    findNativeSettings(context, projects),
  ]);
  const policy = text ?? '';
  return { policy, native, key: JSON.stringify([policy, native.map((one) => [one.file, one.project, one.text])]) };
}

/** What they say. */
export async function readRuleFiles({ policy, native }: RuleTexts): Promise<RuleFiles> {
  const own = readPolicy(policy);
  const others = await readNativeSettings(native);
  return {
    rules: [...own.rules, ...others.rules],
    faults: [...own.faults, ...others.faults],
    notes: others.notes,
    updatesBy: others.updatesBy,
  };
}

/** What the text of a policy file says; an empty one says nothing. */
export function readPolicy(text: string): Pick<RuleFiles, 'rules' | 'faults'> {
  if (text === '') return { rules: [], faults: [] };
  const { rules, faults } = parsePolicyFile(text);
  return { rules, faults: faults.map((fault) => ({ file: policyFileName, ...fault })) };
}
