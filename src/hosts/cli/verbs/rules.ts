import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { acceptRules } from './accept-rules.ts';
import { addRules } from './add-rules.ts';
import { explainRules } from './explain-rules.ts';
import { exportRules } from './export-rules.ts';
import { listRules } from './list-rules.ts';
import { removeRule } from './remove-rule.ts';
import { simulateRules } from './simulate-rules.ts';
import { switchRule } from './switch-rule.ts';
import type { Flags, Verb } from './verb.ts';
import { flagText, usage } from './words.ts';

/** What can be done with rules: the options that it takes, and whether a word follows. */
interface Deed {
  readonly word: 'none' | 'maybe' | 'needed';
  readonly flags: readonly string[];
  run(session: Session, word: string, flags: Flags): Promise<VerbResult>;
}

const inRule = ['name', 'kind', 'package', 'action', 'priority'];

const deeds: Readonly<Record<string, Deed>> = {
  list: { word: 'none', flags: [], run: (session) => listRules(session) },
  add: {
    word: 'maybe',
    flags: [...inRule, 'yes', 'dry-run'],
    run: (session, file, flags) => addRules(session, file, flags),
  },
  import: { word: 'needed', flags: ['yes', 'dry-run'], run: (session, file, flags) => addRules(session, file, flags) },
  remove: { word: 'needed', flags: ['dry-run'], run: (session, id, flags) => removeRule(session, id, isDry(flags)) },
  enable: {
    word: 'needed',
    flags: ['dry-run'],
    run: (session, id, flags) => switchRule(session, id, true, isDry(flags)),
  },
  disable: {
    word: 'needed',
    flags: ['dry-run'],
    run: (session, id, flags) => switchRule(session, id, false, isDry(flags)),
  },
  export: {
    word: 'maybe',
    flags: ['yes', 'dry-run'],
    run: (session, file, flags) => exportRules(session, file, flags),
  },
  explain: { word: 'needed', flags: [], run: (session, spec) => explainRules(session, spec) },
  accept: {
    word: 'none',
    flags: ['yes', 'hash', 'dry-run'],
    run: (session, _word, flags) =>
      acceptRules(session, { hash: flagText(flags, 'hash'), yes: flags['yes'] === true, isDry: isDry(flags) }),
  },
  simulate: { word: 'maybe', flags: [], run: (session, file) => simulateRules(session, file || undefined) },
};

export const rulesVerb: Verb = {
  name: 'rules',
  usage: () => `rules [${Object.keys(deeds).join('|')}] [FILE|ID|NAME]`,
  help: () =>
    t(
      'the rules that hold here and those that wait; make your own, accept those of the repository, try and explain them',
    ),
  flags: {
    yes: { type: 'boolean' },
    hash: { type: 'string' },
    'dry-run': { type: 'boolean' },
    ...Object.fromEntries(inRule.map((name) => [name, { type: 'string' as const }])),
  },
  options: () => [
    ['add|import FILE', t('save rules of your own from a file, - for stdin; says before what they would have decided')],
    ['add --name N --kind K', t('save one, with --package P, --action A and --priority N where it has them')],
    ['remove|enable|disable ID', t('change one of your own')],
    ['export [FILE]', t('your own rules as quartermaster.json has them; --yes overwrites a file')],
    ['explain NAME[@VERSION]', t('which rule decides about an install, and why')],
    ['accept', t('let the rules of the repository hold')],
    ['simulate [FILE]', t('what a file, or all that waits, would have decided otherwise')],
    ['--hash H', t('accept these rules and no others, by the hash that was shown')],
    ['--yes', t('do not ask; to accept needs --hash')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: 2,
  async run(session, [typed = 'list', word = ''], flags) {
    const deed = Object.hasOwn(deeds, typed) ? deeds[typed] : undefined;
    if (deed === undefined) throw usage('rules', t('"{0}" is nothing that can be done with rules.', typed));
    if (word !== '' && deed.word === 'none') throw usage('rules', t('"{0}" is one word too many.', word));
    if (word === '' && deed.word === 'needed') throw usage('rules', t('"rules {0}" needs one word more.', typed));
    const foreign = Object.keys(rulesVerb.flags).find(
      (name) => flags[name] !== undefined && !deed.flags.includes(name),
    );
    if (foreign !== undefined)
      throw usage('rules', t('The option {0} means nothing to "rules {1}".', `--${foreign}`, typed));
    return deed.run(session, word, flags);
  },
};

function isDry(flags: Flags): boolean {
  return flags['dry-run'] === true;
}
