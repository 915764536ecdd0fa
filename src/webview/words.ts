import { t } from '@vscode/l10n';
import type { GateCheckName } from '../model/gate.ts';
import type { Mode } from '../model/mode.ts';
import type { MonitorKind } from '../model/monitor.ts';
import type { Trigger } from '../model/operation.ts';
import type { MonitorFacts, OperationRow, OperationState, RowVerdict, UnknownSource } from '../view/protocol.ts';
import type { Formats } from './formats.ts';
import type { FeedFilter } from './vscode-api.ts';

/** An icon with its word: colour alone never says anything. */
export interface Mark {
  readonly icon: string;
  readonly tone: 'ok' | 'bad' | 'warn' | 'mute' | 'run';
  readonly word: string;
}

export function stateMark(state: OperationState): Mark {
  const marks: Readonly<Record<OperationState, Mark>> = {
    done: { icon: 'pass', tone: 'ok', word: t('Done') },
    running: { icon: 'loading', tone: 'run', word: t('Running') },
    queued: { icon: 'clockface', tone: 'mute', word: t('Queued') },
    paused: { icon: 'debug-pause', tone: 'mute', word: t('Paused') },
    'needs-you': { icon: 'bell-dot', tone: 'warn', word: t('Needs you') },
    failed: { icon: 'error', tone: 'bad', word: t('Failed') },
    'rolled-back': { icon: 'discard', tone: 'warn', word: t('Rolled back') },
    undone: { icon: 'discard', tone: 'mute', word: t('Rolled back') },
    cancelled: { icon: 'circle-slash', tone: 'mute', word: t('Cancelled') },
  };
  return marks[state];
}

/** "Running 62 %" while it runs, what it needs its user for, else the plain word. */
export function stateWords(row: OperationRow, formats: Formats): string {
  if (row.awaitsApproval) return t('Awaiting approval');
  const { word } = stateMark(row.state);
  if (row.state !== 'running' || row.progress === 0) return word;
  return t({ message: 'Running {0}', args: [formats.progress(row.progress)], comment: '{0} is a percentage.' });
}

export function verdictMark(verdict: RowVerdict): Mark {
  const marks: Readonly<Record<RowVerdict, Mark>> = {
    allow: { icon: 'pass', tone: 'ok', word: t('Allowed') },
    ask: { icon: 'question', tone: 'warn', word: t('Ask') },
    block: { icon: 'error', tone: 'bad', word: t('Blocked') },
    unknown: { icon: 'question', tone: 'mute', word: t('Unknown') },
  };
  return marks[verdict];
}

export function monitorMark(state: MonitorFacts['state']): Mark {
  const marks: Readonly<Record<MonitorFacts['state'], Mark>> = {
    ok: { icon: 'pass', tone: 'ok', word: t('OK') },
    findings: { icon: 'warning', tone: 'warn', word: t('Findings') },
    unknown: { icon: 'question', tone: 'mute', word: t('Unknown') },
    running: { icon: 'loading', tone: 'run', word: t('Running') },
    paused: { icon: 'debug-pause', tone: 'mute', word: t('Paused') },
    off: { icon: 'circle-slash', tone: 'mute', word: t('Off') },
  };
  return marks[state];
}

export function monitorName(kind: MonitorKind): string {
  const names: Readonly<Record<MonitorKind, string>> = {
    security: t('Security'),
    updates: t('Updates'),
    conflicts: t('Conflicts'),
    deprecations: t('Deprecations'),
  };
  return names[kind];
}

export function triggerName(trigger: Trigger): string {
  const names: Readonly<Record<Trigger, string>> = {
    ai_auto: t('Missing import'),
    security_scan: t('Security'),
    dependency_resolver: t('Conflicts'),
    updater: t('Updates'),
    monitor: t('Monitor'),
    manual: t('Manual'),
    agent: t('Agent'),
  };
  return names[trigger];
}

export function modeName(mode: Mode): string {
  const names: Readonly<Record<Mode, string>> = { off: t('Off'), assist: t('Assist'), autopilot: t('Autopilot') };
  return names[mode];
}

export function modeMeaning(mode: Mode): string {
  const meanings: Readonly<Record<Mode, string>> = {
    off: t('Nothing is checked or changed in this folder.'),
    assist: t('Finds missing packages. Nothing changes without a click.'),
    autopilot: t('Installs what passes the gate. Asks about the rest.'),
  };
  return meanings[mode];
}

export function sourceName(source: UnknownSource['source']): string {
  const names: Readonly<Record<UnknownSource['source'], string>> = {
    registry: t('Registry'),
    advisories: t('Advisories'),
    scan: t('Source files'),
  };
  return names[source];
}

export function mismatchedWords(number: number, { count }: Formats): string {
  return number === 1 ? t('1 version mismatched') : t('{0} versions mismatched', count(number));
}

/** What a check of the gate is about. */
export function checkName(check: GateCheckName): string {
  const names: Readonly<Record<GateCheckName, string>> = {
    name: t('Name'),
    exists: t('Existence'),
    placeholder: t('Placeholder'),
    malware: t('Malware'),
    advisory: t('Advisories'),
    lookalike: t('Lookalike'),
    'name-age': t('Age of the name'),
    'version-age': t('Age of the version'),
    popularity: t('Downloads'),
    'install-scripts': t('Install scripts'),
    publisher: t('Publisher'),
    signature: t('Signature'),
    deprecated: t('Deprecation'),
    'source-kind': t('Kind of source'),
    rules: t('Rules'),
  };
  return names[check];
}

/** Who answered a check of the gate; see GateCheck. */
export function checkSourceName(source: string): string {
  const names: Readonly<Partial<Record<string, string>>> = {
    local: t('looked at here'),
    'popular-list': t('bundled list'),
    registry: t('registry'),
    rules: t('rules'),
    osv: t('OSV, a database of advisories'),
    downloads: t('counts of downloads'),
  };
  return names[source] ?? source;
}

export function filterName(filter: FeedFilter): string {
  const names: Readonly<Record<FeedFilter, string>> = {
    all: t('All'),
    running: t('Running'),
    'needs-you': t('Needs you'),
    failed: t('Failed'),
  };
  return names[filter];
}
