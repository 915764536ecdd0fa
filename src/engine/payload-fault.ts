import { t } from '@vscode/l10n';
import * as v from 'valibot';

/** What is wrong with a payload, as its sender can mend it: the schema library's own words are English and for programmers. */
export function payloadFault(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const place = path === null ? t('the payload') : `"${path}"`;
  if (issue.type === 'min_length') return t('{0} has to have at least one entry', place);
  if (issue.received === 'undefined' || issue.message.startsWith('Invalid key')) return t('{0} is not there', place);
  switch (issue.type) {
    case 'object':
      return t('{0} has to be an object', place);
    case 'array':
      return t('{0} has to be a list', place);
    case 'string':
      return t('{0} has to be text', place);
    default:
      return t('{0} is not what belongs there', place);
  }
}
