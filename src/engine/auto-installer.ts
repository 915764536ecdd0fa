import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { QmError } from '../base/errors.ts';
import type { MendableFinding } from '../model/finding.ts';
import { parsePackageName } from '../model/package-name.ts';
import { isRangeOrTag, type InstallRequest } from '../model/plan.ts';
import type { Project, ProjectMap } from '../model/project.ts';
import type { Journal } from '../ports/journal.ts';
import { payloadFault } from './payload-fault.ts';

/** What `ai-package-auto-installer` is called with: product contract, function F1. */
const payloadSchema = v.object({
  packages: v.pipe(v.array(v.object({ name: v.string(), version: v.optional(v.string()) })), v.minLength(1)),
  /** UUID of a project, as the journal gave it. Undefined: the project at the folder's root. */
  projectId: v.optional(v.string()),
  /** Stored as a claim, never believed: who really asks is known by the surface. */
  triggeredBy: v.optional(v.string()),
});

/** Packages by name and, where one is wanted, range or dist-tag; the project by its UUID. */
export type InstallPayload = v.InferOutput<typeof payloadSchema>;

/** Checks what came from outside. Throws QM_USAGE for another shape. */
export function parseInstallPayload(value: unknown): InstallPayload {
  const parsed = v.safeParse(payloadSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new QmError('QM_USAGE', {
    message: t('The payload is not what this function takes: {0}.', payloadFault(issue)),
    hint: t('It takes {0}.', '{"packages":[{"name","version"}],"projectId","triggeredBy"}'),
  });
}

/** The project that a payload means. Throws QM_NO_MANIFEST. */
export function projectOf(payload: InstallPayload, map: ProjectMap, journal: Journal | undefined): Project {
  const { projectId: id } = payload;
  const root = id === undefined ? '' : journal?.projectRoot(id);
  const project = map.projects.find((candidate) => candidate.root === root);
  if (project !== undefined) return project;
  throw new QmError('QM_NO_MANIFEST', {
    message:
      id === undefined ? t('There is no package.json in {0}.', t('this folder')) : t('There is no project {0}.', id),
    hint: t('The history names the project of each operation. Leave the id out for the project of this folder.'),
  });
}

/** The requests that would mend these findings. */
export function requestsFor(findings: readonly MendableFinding[]): readonly InstallRequest[] {
  return findings.map((finding) => ({
    package: finding.package,
    range: undefined,
    manifest: finding.manifest,
    field: finding.kind === 'undeclared' ? finding.belongsIn : finding.field,
  }));
}

/** One request for each package, for the root manifest of the project. Throws QM_NAME_INVALID or QM_USAGE. */
export function requestsOf(payload: InstallPayload, project: Project): readonly InstallRequest[] {
  return payload.packages.map(({ name, version }) => {
    const parsed = parsePackageName(name);
    if (parsed === undefined) {
      throw new QmError('QM_NAME_INVALID', {
        message: t('"{0}" is not a package name.', name),
        hint: t('Give a name such as "lodash" or "@scope/name", without a path behind it.'),
      });
    }
    if (version !== undefined && !isRangeOrTag(version)) {
      throw new QmError('QM_USAGE', {
        message: t('"{0}" is not a version range.', version),
        hint: t('Give a semver range or a dist-tag, never a URL or a path.'),
      });
    }
    return { package: parsed, range: version, manifest: project.root, field: 'dependencies' };
  });
}
