import { t } from '@vscode/l10n';
import type { QmError } from '../../../base/errors.ts';
import type { RelativePath } from '../../../base/path.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { shownPackage } from './shown-build.ts';
import { unbuiltFindings, unbuiltRow, type UnbuiltRow } from './unbuilt-rows.ts';

/** Every package whose install scripts were not run, with what a build would run, or why none can be had. */
export async function listUnbuilt(session: Session, project: RelativePath | undefined): Promise<VerbResult> {
  const found = unbuiltFindings(session).filter((finding) => project === undefined || finding.project === project);
  const rows = await Promise.all(
    found.map(async (finding) => {
      const obstacle = await session.engine.builds.obstacle(finding.project, finding, session.signal);
      return { row: unbuiltRow(session, finding), obstacle };
    }),
  );
  return {
    document: { unbuilt: rows.map(({ row, obstacle }) => ({ ...row, obstacle: obstacleDocument(obstacle) })) },
    lines:
      rows.length === 0
        ? [t('Of what was installed here nothing stands unbuilt.')]
        : rows.flatMap(({ row, obstacle }) => [...shownPackage(row), lastLine(row, obstacle)]),
    problems: [],
    exitCode: rows.length === 0 ? 0 : 1,
  };
}

function obstacleDocument(obstacle: QmError | undefined): object | null {
  if (obstacle === undefined) return null;
  const { code, message, hint } = obstacle;
  return { code, message, hint };
}

function lastLine({ package: name, version }: UnbuiltRow, obstacle: QmError | undefined): string {
  return obstacle === undefined ? `  quartermaster build ${name}@${version}` : `  ${obstacle.message} ${obstacle.hint}`;
}
