import { t } from '@vscode/l10n';
import { NativeRules, type NativeScope } from './native-rules.ts';
import { textsOf } from './names.ts';
import { isObject, own, type ReadNative, type SettingPath } from './settings.ts';

/** What Dependabot calls npm, pnpm and Yarn, and Bun. */
const ecosystems: ReadonlySet<unknown> = new Set(['npm', 'bun']);

const bumpOf: Readonly<Record<string, string>> = {
  'version-update:semver-major': 'major',
  'version-update:semver-minor': 'minor',
  'version-update:semver-patch': 'patch',
};

/**
 * .github/dependabot.yml: `ignore` of each entry for npm or Bun, and the days of its `cooldown` (GitHub documentation:
 * Dependabot options reference). An ignore of some versions alone is asked about. Security fixes are never among it here.
 */
export const readDependabot: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  const updates = own(settings.value, 'updates');
  if (!Array.isArray(updates)) {
    rules.fault(['updates'], t('There is no list here.'));
    return rules.result;
  }
  let runs = false;
  for (const [index, entry] of updates.entries()) {
    const path = ['updates', index];
    if (!isObject(entry)) {
      rules.fault(path, t('This is no object.'));
      continue;
    }
    if (!ecosystems.has(own(entry, 'package-ecosystem'))) continue;
    if (own(entry, 'open-pull-requests-limit') !== 0) runs = true;
    readIgnore(rules, [...path, 'ignore'], own(entry, 'ignore') ?? []);
    readCooldown(rules, [...path, 'cooldown'], own(entry, 'cooldown') ?? {});
  }
  if (runs) rules.updates('Dependabot');
  return rules.result;
};

function readIgnore(rules: NativeRules, path: SettingPath, list: unknown): void {
  if (!Array.isArray(list)) return rules.fault(path, t('There is no list here.'));
  for (const [index, one] of list.entries()) {
    const at = [...path, index];
    const name = own(one, 'dependency-name') ?? '*';
    const types = own(one, 'update-types');
    const kinds = textsOf(types ?? []);
    if (!isObject(one) || typeof name !== 'string' || kinds?.every((kind) => Object.hasOwn(bumpOf, kind)) !== true) {
      rules.fault(at, t('This is nothing that can be ignored.'));
      continue;
    }
    const bump = kinds.map((kind) => bumpOf[kind] ?? '');
    const scope: NativeScope = { package: [name], bump: bump.length === 0 ? undefined : bump };
    rules.hold(at, own(one, 'versions') === undefined ? 'pin' : 'ask', scope);
  }
}

function readCooldown(rules: NativeRules, path: SettingPath, cooldown: unknown): void {
  if (!isObject(cooldown)) return rules.fault(path, t('This is no object.'));
  const include = textsOf(own(cooldown, 'include') ?? ['*']);
  const exclude = textsOf(own(cooldown, 'exclude') ?? []);
  if (include === undefined || exclude === undefined) return rules.fault(path, t('This is no list of names.'));
  for (const [key, bump] of [
    ['default-days', undefined],
    ['semver-major-days', ['major']],
    ['semver-minor-days', ['minor']],
    ['semver-patch-days', ['patch']],
  ] as const) {
    const days = own(cooldown, key);
    if (days === undefined) continue;
    if (typeof days === 'number' && days >= 0) rules.age([...path, key], days, { package: include, bump }, exclude);
    else rules.fault([...path, key], t('This is no number.'));
  }
}
