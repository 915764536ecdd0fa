import type { RelativePath } from '../base/path.ts';
import { riskySettings, type NpmrcEntry } from '../model/npmrc.ts';
import type { Hazard } from '../ports/manager-driver.ts';

/** What no manager that reads a project's .npmrc is to be run with. */
export function npmrcHazards(entries: readonly NpmrcEntry[], file: RelativePath = '.npmrc'): readonly Hazard[] {
  return riskySettings(entries).map((risky) => ({ file, ...risky }));
}
