import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { QmError } from '../base/errors.ts';
import { parsePackageName } from '../model/package-name.ts';
import { isRangeOrTag, type InstallRequest } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
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
