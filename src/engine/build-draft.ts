import { t } from '@vscode/l10n';
import type { BuildRequest } from '../model/build.ts';
import type { BuildOptions } from '../model/install.ts';
import type { Project } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { OperationDraft } from './operation-draft.ts';

/** An operation about the install scripts of one package, which only a person asks for. `from`: the version that stood there before. */
export function buildDraft(
  kind: 'build' | 'share',
  { root }: Pick<Project, 'root'>,
  { name, version, scripts, integrity }: BuildRequest,
  { options, from }: { readonly options: BuildOptions; readonly from: string | undefined },
): OperationDraft {
  const asked = storedOptions({ trigger: 'manual', automatic: false, ...options });
  return {
    kind,
    trigger: 'manual',
    claimedTrigger: undefined,
    project: root,
    packages: [{ name, manifest: root, field: undefined, from, to: version, range: undefined }],
    decidedBy: options.confirmed === 'unattended' ? t('--yes without a terminal') : t('You'),
    gate: [],
    undoes: undefined,
    request: { kind, project: root, name, version, scripts, integrity, options: asked },
    adopts: options.adopts,
  };
}
