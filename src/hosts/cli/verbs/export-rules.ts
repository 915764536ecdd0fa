import { resolve } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { diskFiles } from '../../../node/disk-files.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { ownFaultLine } from './list-rules.ts';
import type { Flags } from './verb.ts';

/** The user's own rules in the format of a policy file: printed, or as a file. What cannot be read is left out, and said. */
export async function exportRules(session: Session, file: string, flags: Flags): Promise<VerbResult> {
  const text = await session.engine.rules.ownText();
  const { ownFaults } = await session.engine.rules.inForce();
  const isDry = flags['dry-run'] === true;
  if (file !== '') await write(resolve(session.cwd, file), text, { isDry, overwrites: flags['yes'] === true });
  const done = isDry ? t('Would write your own rules to {0}.', file) : t('Your own rules are written to {0}.', file);
  return {
    document: { ...(JSON.parse(text) as object), ...(file === '' ? {} : { file, written: !isDry }), ownFaults },
    lines: [file === '' ? text.trimEnd() : done],
    problems: ownFaults.map((fault) => t('Left out: {0}', ownFaultLine(fault))),
    exitCode: ownFaults.length > 0 ? 1 : 0,
  };
}

async function write(path: string, text: string, how: { readonly isDry: boolean; readonly overwrites: boolean }) {
  if (!how.overwrites && (await diskFiles.exists(path))) {
    throw new QmError('QM_USAGE', {
      message: t('There is a file {0} already.', path),
      hint: t('Nothing was written. Name another file, or overwrite this one with --yes.'),
    });
  }
  if (!how.isDry) await diskFiles.writeAtomic(path, new TextEncoder().encode(text));
}
