import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import { oneLine } from '../../../base/one-line.ts';
import type { GateCheck, GateReport } from '../../../model/gate.ts';
import { allowsAutomatic } from '../../../policy/gate.ts';
import { verdictWords } from './verdict-words.ts';

/** Reasons that a hover has room for; the page has all. */
const mostReasons = 4;
/** Letters of one reason, or of a name or version. */
const mostQuoted = 200;

const order: readonly GateCheck['result'][] = ['block', 'ask', 'unknown'];

/** A link below the text. `target`: a command's address, made by us. */
export interface HoverLink {
  readonly text: string;
  readonly target: string;
}

/** What is hovered over. */
export interface HoveredPackage {
  readonly name: string;
  /** What would land; empty: nobody could tell. */
  readonly version: string;
  readonly report: GateReport;
  /** The answers are on their way: the report is what could be said at once. */
  readonly asking: boolean;
  readonly links: readonly HoverLink[];
}

/** What the gate says of a package, as Markdown. What others wrote is only ever text in it. */
export function hoverMarkdown({ name, version, report, asking, links }: HoveredPackage): string {
  const words = verdictWords(report);
  const title = `**${plain(name)}**${version === '' ? '' : ` ${plain(version)}`}`;
  return [
    words === undefined ? title : `${title} · ${plain(words)}`,
    ...(asking ? [plain(t('Registry and advisories are being asked. Look again in a moment.'))] : told(report)),
    links.map(({ text, target }) => `[${plain(text)}](${target})`).join(' · '),
  ].join('\n\n');
}

/** What did not pass, each with its reason, and how much did; where it is trusted the title says how much. */
function told(report: GateReport): readonly string[] {
  const doubts = report.checks
    .filter(({ result }) => result !== 'allow')
    .toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  const { length } = report.checks;
  const list = doubts
    .slice(0, mostReasons)
    .map(({ result, reason }) => `- ${plain(resultWord(result))}: ${plain(reason)}`);
  const more = doubts.length - list.length;
  return [
    ...(list.length === 0 ? [] : [list.join('\n')]),
    ...(more === 0 ? [] : [plain(t('And {0} more.', more))]),
    ...(allowsAutomatic(report) ? [] : [plain(t('{0} of {1} checks passed', length - doubts.length, length))]),
  ];
}

function resultWord(result: GateCheck['result']): string {
  switch (result) {
    case 'block':
      return t('Blocked');
    case 'ask':
      return t('Ask');
    case 'unknown':
      return t('Unknown');
    case 'allow':
      return t('Allowed');
    default:
      return assertNever(result);
  }
}

/**
 * Text that Markdown shows as it is: a backslash before any ASCII punctuation makes it literal (CommonMark 0.31, 2.4), so that
 * nothing becomes a link, an image, HTML or an icon.
 */
function plain(text: string): string {
  return oneLine(text, mostQuoted).replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}
