import { t } from '@vscode/l10n';
import { assertNever } from '../../../base/errors.ts';
import type { GateCheck, GateResult } from '../../../model/gate.ts';
import type { OperationFacts, Trigger } from '../../../model/operation.ts';

/** The state in a word. */
export function statusWord({ status }: Pick<OperationFacts, 'status'>): string {
  switch (status) {
    case 'queued':
      return t('queued');
    case 'awaiting-approval':
      return t('awaiting approval');
    case 'running':
      return t('running');
    case 'succeeded':
      return t('done');
    case 'failed':
      return t('failed');
    case 'rolled-back':
      return t('rolled back');
    case 'cancelled':
      return t('cancelled');
    case 'needs-user':
      return t('needs you');
    default:
      return assertNever(status);
  }
}

export function kindWord({ kind }: OperationFacts): string {
  switch (kind) {
    case 'install':
      return t('install');
    case 'update':
      return t('update');
    case 'security-fix':
      return t('security fix');
    case 'resolve':
      return t('resolve');
    case 'remove':
      return t('remove');
    case 'move':
      return t('move');
    case 'rollback':
      return t('roll back');
    case 'restore':
      return t('install what is declared');
    case 'build':
      return t('build');
    case 'share':
      return t('share the approval of');
    default:
      return assertNever(kind);
  }
}

export function triggerWord(trigger: Trigger): string {
  const words: Readonly<Record<Trigger, string>> = {
    ai_auto: t('missing import'),
    security_scan: t('security'),
    dependency_resolver: t('conflicts'),
    updater: t('updates'),
    monitor: t('monitor'),
    manual: t('manual'),
    agent: t('agent'),
  };
  return words[trigger];
}

/** What a check of the gate said. */
export function checkLine({ result, reason, source }: GateCheck): string {
  const words: Readonly<Record<GateResult, string>> = {
    allow: t('allowed'),
    ask: t('asks'),
    block: t('blocked'),
    unknown: t('unknown'),
  };
  const sources: Readonly<Partial<Record<string, string>>> = {
    local: t('looked at here'),
    'popular-list': t('bundled list'),
    registry: t('registry'),
    rules: t('rules'),
    osv: t('OSV, a database of advisories'),
    downloads: t('counts of downloads'),
  };
  return `${words[result]}: ${reason} (${sources[source] ?? source})`;
}
