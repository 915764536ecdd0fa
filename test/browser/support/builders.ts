import { decidedAtOnce } from '../../../src/model/audit.ts';
import { findingId, type Finding, type MismatchedFinding } from '../../../src/model/finding.ts';
import type { GateCheckName, GateReport, GateResult } from '../../../src/model/gate.ts';
import type { Operation } from '../../../src/model/operation.ts';
import { parsePackageName, type PackageName } from '../../../src/model/package-name.ts';
import type { MonitorKind, MonitorRow } from '../../../src/model/monitor.ts';

export const projectId = '6f0c3a52-2c1a-4f57-9a61-0d7e9f6a1c11';

export const now = '2026-11-23T09:45:00.000Z';

export function ago(minutes: number): string {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString();
}

export function name(text: string): PackageName {
  const parsed = parsePackageName(text);
  if (parsed === undefined) throw new TypeError(text);
  return parsed;
}

/** An undeclared package that is used at `file:line`. */
export function undeclared(packageName: string, file: string, line: number, more: readonly string[] = []): Finding {
  const id = findingId('undeclared', '', packageName);
  const uses = [file, ...more].map((each) => use(packageName, each, line));
  return {
    kind: 'undeclared',
    id,
    package: packageName as PackageName,
    manifest: '',
    uses,
    belongsIn: file.includes('test') ? 'devDependencies' : 'dependencies',
    installed: false,
  };
}

/** A package that is installed in `version`, declared in the root manifest at `line`. */
export function mismatched(packageName: string, version: string, range: string, line: number): MismatchedFinding {
  return {
    kind: 'mismatched',
    id: findingId('mismatched', '', packageName),
    package: name(packageName),
    manifest: '',
    field: packageName.startsWith('@types/') ? 'devDependencies' : 'dependencies',
    range,
    version,
    place: { startLine: line, startColumn: 16, endLine: line, endColumn: 16 + range.length },
  };
}

function use(
  packageName: string,
  file: string,
  line: number,
): Extract<Finding, { kind: 'undeclared' }>['uses'][number] {
  const range = { startLine: line, startColumn: 20, endLine: line, endColumn: 30 };
  const site = {
    file,
    specifier: packageName,
    range,
    form: 'import',
    typeOnly: false,
  } as const;
  return {
    site,
    package: packageName as PackageName,
    manifest: '',
    belongsIn: 'dependencies',
    installed: undefined,
    doubt: undefined,
  };
}

export function report(
  packageName: string,
  verdict: GateReport['verdict'],
  version: string | undefined,
  check: readonly [GateCheckName, GateResult, string],
  didYouMean?: string,
): readonly [PackageName, GateReport] {
  const [checked, result, reason] = check;
  return [
    packageName as PackageName,
    {
      package: packageName as PackageName,
      version,
      verdict,
      checks: [{ check: checked, result, reason, source: 'registry', checkedAt: now }],
      broughtBy: [],
      didYouMean: didYouMean as PackageName | undefined,
    },
  ];
}

export function operation(index: number, change: Partial<Operation> & { readonly name?: string }): Operation {
  const { name: packageName = 'zod', ...rest } = change;
  const minutes = index * 97 + 12;
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    kind: 'install',
    status: 'succeeded',
    trigger: 'ai_auto',
    claimedTrigger: undefined,
    projectId,
    project: '',
    packages: [
      { name: packageName, manifest: '', field: 'dependencies', from: undefined, to: '4.1.12', range: '^4.1.12' },
    ],
    manager: 'npm',
    command: ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    exitCode: 0,
    managerVersion: undefined,
    output: undefined,
    steps: [],
    progress: 1,
    step: undefined,
    decidedBy: 'Gate: allowed, on the popular list',
    audit: decidedAtOnce('gate'),
    gate: [],
    score: undefined,
    files: [],
    error: undefined,
    undoes: undefined,
    undoneBy: undefined,
    createdAt: ago(minutes + 1),
    startedAt: ago(minutes + 0.6),
    endedAt: ago(minutes),
    ...rest,
  };
}

export function monitor(kind: MonitorKind, change: Partial<MonitorRow>): MonitorRow {
  return {
    projectId,
    kind,
    enabled: true,
    paused: false,
    autoFix: kind === 'security',
    intervalMinutes: 1440,
    status: 'not-run',
    error: undefined,
    findings: undefined,
    lastRunAt: ago(60),
    lastSuccessAt: ago(60),
    nextRunAt: ago(-134),
    ...change,
  };
}
