import { resolve } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { ruleKinds, type OwnRule } from '../../../model/rule.ts';
import type { RuleFault } from '../../../model/rules-in-force.ts';
import { diskFiles } from '../../../node/disk-files.ts';
import type { Session } from '../session.ts';
import type { Flags } from './verb.ts';
import { flagText, usage } from './words.ts';

/** Rules as they were written down. */
export interface RuleInput {
  readonly rules: readonly OwnRule[];
  readonly faults: readonly RuleFault[];
}

/** The rules of a file, of stdin for `-`, or the one that flags say where no file is named. Rejects with QM_USAGE. */
export async function typedRules(session: Session, file: string, flags: Flags): Promise<RuleInput> {
  const said = ['name', 'kind', 'package', 'action', 'priority'].filter((name) => flags[name] !== undefined);
  if (file === '') return { rules: [ruleOf(flags)], faults: [] };
  if (said.length > 0) throw usage('rules', t('Name a file, or say the rule by options: not both.'));
  const text = file === '-' ? await session.readInput() : await textOfFile(session, file);
  const { rules, faults } = await session.engine.rules.read(text);
  if (rules.length === 0 && faults.length === 0) throw usage('rules', t('There is no rule in {0}.', file));
  return { rules, faults: faults.map((fault) => ({ ...fault, file })) };
}

/** A file of rules, relative to where the command stands. Rejects with QM_USAGE. */
export async function textOfFile({ cwd }: Session, file: string): Promise<string> {
  const bytes = await diskFiles.read(resolve(cwd, file)).catch(() => undefined);
  if (bytes !== undefined) return new TextDecoder().decode(bytes);
  throw new QmError('QM_USAGE', {
    message: t('There is no file {0} that can be read.', file),
    hint: t('Name a file with rules, relative to where you are.'),
  });
}

/** What cannot be a rule is refused by whoever saves it; here only what has no meaning as a text. */
function ruleOf(flags: Flags): OwnRule {
  const [name, kindText, pattern, action] = ['name', 'kind', 'package', 'action'].map((flag) => flagText(flags, flag));
  if (name === undefined || kindText === undefined) {
    throw usage('rules', t('A rule needs a file, or at least --name and --kind.'));
  }
  const kind = ruleKinds.find((known) => known === kindText);
  if (kind === undefined) throw usage('rules', t('"{0}" has to be one of these: {1}', '--kind', ruleKinds.join(', ')));
  return {
    name,
    kind,
    priority: Number(flagText(flags, 'priority') ?? 0),
    enabled: true,
    conditions: {
      ...(pattern === undefined ? {} : { package: pattern }),
      ...(action === undefined ? {} : { action }),
    },
  };
}
