import { t } from '@vscode/l10n';
import { assertNever } from '../base/errors.ts';
import type { Doubt } from '../model/snapshot.ts';

/** Why it is not sure that a package is missing, as the part of a sentence behind a colon. Localized. */
export function doubtWords(doubt: Doubt): string {
  switch (doubt) {
    case 'half-typed':
      return t('the code around it cannot be parsed');
    case 'alias':
      return t('an alias covers the name, but leads nowhere');
    case 'broken-manifest':
      return t('a package.json above cannot be read, and may declare it');
    case 'own-name':
      return t('a package of this very repository has that name');
    case 'declared-around':
      return t('a package.json around this project declares it');
    case 'looks':
      return t('it hardly looks like the name of a package');
    case 'mocked':
      return t('a file in __mocks__ stands in for it');
    case 'provided':
      return t('a configuration says that the page brings it as a global');
    case 'comment':
      return t('only a comment names it');
    case 'program':
      return t('the program that a script runs may come from elsewhere');
    case 'tool':
      return t('the tool that is configured may have it from elsewhere');
    case 'no-tool':
      return t('no package.json declares the tool that is configured');
    case 'declared-elsewhere':
      return t('another package.json of the repository declares it');
    case 'sheet':
      return t('a style sheet of that path stands elsewhere');
    case 'unknown':
      return t('it may be a file, or come from elsewhere');
    default:
      return assertNever(doubt);
  }
}
