import path from 'node:path';
import type { Finding } from '../../../src/model/finding.ts';
import type { ManagerChoice } from '../../../src/model/project.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { mismatchedMonitor } from '../../../src/monitors/mismatched.ts';
import { missingMonitor } from '../../../src/monitors/missing.ts';
import { BundledPopularList } from '../../../src/node/bundled-popular-list.ts';
import { diskTree } from '../../../src/node/disk-tree.ts';
import { systemClock } from '../../../src/node/system-clock.ts';
import type { ScanCache } from '../../../src/ports/scan-cache.ts';
import type { Scanner } from '../../../src/ports/scanner.ts';
import { loadConfirmer } from '../../../src/scan/confirm/confirmer.ts';
import { createScanner, type ScannerContext } from '../../../src/scan/scanner.ts';

/** The list as it is shipped. */
export const popularFile = path.join(import.meta.dirname, '../../../data/npm-popular.txt');

export const never = new AbortController().signal;

const popular = new BundledPopularList(popularFile);

/** Keeps what a scanner stores, as JSON would. */
export class MemoryCache implements ScanCache {
  readonly stored = new Map<string, string>();

  async load(root: string): Promise<ReadonlyMap<string, unknown>> {
    return new Map(JSON.parse(this.stored.get(root) ?? '[]') as [string, unknown][]);
  }

  async forget(root: string): Promise<void> {
    this.stored.delete(root);
  }

  async save(root: string, entries: ReadonlyMap<string, unknown>): Promise<void> {
    this.stored.set(root, JSON.stringify([...entries]));
  }
}

export function testScanner(over: Partial<ScannerContext> = {}, ignorePackages: readonly string[] = []): Scanner {
  return createScanner(
    { tree: diskTree, cache: new MemoryCache(), clock: systemClock, loadConfirmer, popular, ...over },
    { ignorePackages },
  );
}

/** `yarn@4.1.0 (berry) yarn.lock`, or what stands in the way of a choice. */
export function describeManager(choice: ManagerChoice): string {
  if (choice.kind === 'conflict') return ['conflict', ...choice.found.map(({ id }) => id)].join(' ');
  if (choice.kind === 'above') return `above ${choice.because}`;
  return [
    `${choice.id}${choice.version === undefined ? '' : `@${choice.version}`}`,
    ...(choice.generation === 'berry' ? ['(berry)'] : []),
    choice.because,
  ].join(' ');
}

/** One line a finding, with the places it stands at. */
export function describeFindings(snapshot: Snapshot): readonly string[] {
  const input = { snapshot, unbuilt: new Map() };
  return [...missingMonitor(input), ...mismatchedMonitor(input)].map(describeFinding);
}

function describeFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'not-installed':
      return `not-installed ${folder(finding.project)} ${finding.missing.join(' ')}`;
    case 'mismatched': {
      const { startLine, startColumn, endColumn } = finding.place;
      const place = `package.json:${startLine}:${startColumn}-${endColumn}`;
      return `mismatched ${finding.package} ${folder(finding.manifest)} ${finding.range} ${finding.version} [${place}]`;
    }
    case 'unbuilt':
      return `unbuilt ${folder(finding.project)} ${finding.name} ${finding.version}`;
    case 'unreadable-manifest':
      return `unreadable-manifest ${folder(finding.manifest)} ${finding.line}:${finding.column}`;
    default: {
      const sites = finding.uses.map(({ site }) => {
        const erased = site.typeOnly ? ' type' : '';
        return `${site.file}:${site.range.startLine}:${site.range.startColumn}-${site.range.endColumn} ${site.form}${erased}`;
      });
      return [
        finding.kind,
        finding.package,
        folder(finding.manifest),
        ...details(finding),
        `[${sites.join(', ')}]`,
      ].join(' ');
    }
  }
}

function details(finding: Extract<Finding, { uses: unknown }>): readonly string[] {
  if (finding.kind === 'undeclared') return [finding.belongsIn, ...(finding.installed ? ['by luck'] : [])];
  if (finding.kind === 'unsure') return [...new Set(finding.uses.map(({ doubt }) => doubt ?? 'sure'))];
  return finding.kind === 'uninstalled' ? [finding.field, finding.range] : [];
}

function folder(path: string): string {
  return path === '' ? '.' : path;
}
