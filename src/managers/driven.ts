import type { ChosenManager } from '../model/project.ts';

/**
 * Whether a manager has a driver, for whoever must know it at once: the drivers themselves are loaded when they are first
 * needed. A test holds it against their own answers.
 */
export function isDriven({ id, generation, version }: ChosenManager): boolean {
  if (id !== 'yarn' || generation !== 'berry') return true;
  return Number(/^\D*(\d+)/.exec(version ?? '')?.[1] ?? 4) >= 4;
}

/** Whether a manager has `rebuild`, for the same reason. */
export function buildsAlone({ id }: ChosenManager): boolean {
  return id === 'npm' || id === 'pnpm';
}

/** Whether a manager has `buildLists`, likewise: some version of it may know none of them. */
export function listsBuilds({ id, generation }: ChosenManager): boolean {
  return id !== 'yarn' || generation === 'berry';
}
