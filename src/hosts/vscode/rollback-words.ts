import { t } from '@vscode/l10n';
import { joinBeyond } from '../../base/path.ts';
import type { ReturningChange, RollbackConcern, RollbackPlan, SettlePlan } from '../../model/operation.ts';

/** Packages that are named one by one. */
const namedPackages = 8;
/** More than these would be read by nobody. */
const saidConcerns = 6;

/** What taking an operation back would do, a sentence each; `locale` joins the lists. */
export function rollbackSentences(plan: RollbackPlan, locale: string): readonly string[] {
  const named = plan.packages.slice(0, namedPackages).map(packageSentence);
  const more = plan.packages.length - named.length;
  const files = listed(
    plan.files.map((path) => joinBeyond(plan.project, path)),
    locale,
  );
  return [
    ...named,
    ...(more > 0 ? [t('And {0} more packages.', more)] : []),
    plan.how === 'bytes'
      ? t('Puts back byte for byte: {0}.', files)
      : t('Takes its entries out of these files, and keeps what came later: {0}.', files),
    ...(plan.how === 'bytes' || !plan.installs ? [] : [t('The lockfile is made anew for that.')]),
    plan.installs ? t('node_modules follows.') : t('What was built stays built.'),
  ];
}

/** What putting back the files of an operation that was left to the user would do, a sentence each. */
export function settleSentences({ project, files }: SettlePlan, locale: string): readonly string[] {
  if (files.length === 0) return [t('The files stand as they were before.'), t('node_modules is made anew.')];
  const paths = files.map((path) => joinBeyond(project, path));
  return [
    t('Puts back byte for byte: {0}.', listed(paths, locale)),
    t('What stands there now is recorded: it returns if you roll that back.'),
    t('node_modules follows.'),
  ];
}

/** What speaks against it, for a dialog: what asks for an answer stands first in the list. */
export function concernSentences(concerns: readonly RollbackConcern[]): readonly string[] {
  const said = concerns.slice(0, saidConcerns).map(({ message }) => message);
  const more = concerns.length - said.length;
  return more > 0 ? [...said, t('And {0} more of the kind; the page of the operation has them all.', more)] : said;
}

function packageSentence({ name, from, to, field, moves }: ReturningChange): string {
  if (moves) return t('Moves {0} back to {1}.', name, field ?? '');
  if (to === undefined) return t('Removes {0}.', from === undefined ? name : `${name} ${from}`);
  if (from === undefined) return t('Installs {0}.', `${name} ${to}`);
  return from === to ? t('Keeps {0}.', `${name} ${to}`) : t('Brings {0} from {1} back to {2}.', name, from, to);
}

function listed(parts: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}
