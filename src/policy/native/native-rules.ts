import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { oneLine } from '../../base/one-line.ts';
import { dependencyFields } from '../../model/manifest.ts';
import { triggers } from '../../model/operation.ts';
import { settingsIn, type RuleKind, type RuleRow } from '../../model/rule.ts';
import type { RuleFault, UpdatesBy } from '../../model/rules-in-force.ts';
import { patternsSchema } from '../conditions/patterns.ts';
import { mostPatternCost, patternCost } from '../policy-schema.ts';
import type { NativeReading, SettingPath, Settings } from './settings.ts';

/** Below every rule of a policy file, which says expressly what is meant, and above the built-in ones. */
const priority = -5;
/** Patterns of one rule, and rules of one file: more is nobody's configuration. */
const mostPatterns = 100;
const mostRules = 200;
/** What the condition `releaseAge` can tell, in days. */
const mostDays = 3_650;
/** By itself: everything that is no person's doing. */
const automatic = triggers.filter((trigger) => trigger !== 'manual');

/** To which packages and updates a setting applies; undefined: to all. */
export interface NativeScope {
  readonly package?: readonly string[] | undefined;
  readonly bump?: readonly string[] | undefined;
  readonly dependencyType?: readonly string[] | undefined;
}

/** Collects what the settings of one file mean, within bounds, each with its place. */
export class NativeRules {
  readonly #settings: Settings;
  readonly #rules: RuleRow[] = [];
  readonly #faults: RuleFault[] = [];
  readonly #notes: RuleFault[] = [];
  readonly #updatesBy: UpdatesBy[] = [];
  #cost = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get result(): NativeReading {
    return { rules: this.#rules, faults: this.#faults, notes: this.#notes, updatesBy: this.#updatesBy };
  }

  /** Something that is no such setting, and does not count. */
  fault(path: SettingPath, message: string): void {
    this.#faults.push(this.#told('malformed', path, message, 'rule'));
  }

  /** Something that is right as it stands and is not held here as it says. */
  note(path: SettingPath, message: string): void {
    this.#notes.push(this.#told('not-held', path, message, 'nothing'));
  }

  /**
   * Whoever asks for a version that is younger than so many days is asked; parts of a day count as a whole one. About what is
   * named in a manifest alone: what comes along is the package manager's own to hold back. `exempt`: names that the file takes
   * out, which only who accepted it does.
   */
  age(path: SettingPath, days: number, scope: NativeScope = {}, exempt: readonly string[] = []): void {
    const below = Math.min(Math.ceil(days), mostDays);
    if (below <= 0) return;
    const name = t('{0} of {1}: {2} days', label(path), this.#settings.file, below);
    this.#add(path, 'ask', name, { dependencyType: dependencyFields, ...scope }, ages(below, scope));
    if (exempt.length > 0) this.exemption([...path, 'exclude'], { package: exempt }, below, 0);
  }

  /** Names that have to be only `from` days old where others have to be `below`. */
  exemption(path: SettingPath, scope: NativeScope, below: number, from: number): void {
    const name = t('{0} of {1}: may be younger', label(path), this.#settings.file);
    const bounds = from > 0 ? { atLeast: Math.ceil(from), below: Math.ceil(below) } : { below: Math.ceil(below) };
    this.#add(path, 'auto-install', name, scope, { action: 'install', releaseAge: bounds }, priority + 1);
  }

  /** Packages that are not updated, or only after a question: where the setting is about some versions alone. */
  hold(path: SettingPath, kind: 'pin' | 'ask', scope: NativeScope): void {
    const name = t('{0} of {1}', label(path), this.#settings.file);
    this.#add(path, kind, name, scope, { action: ['update', 'resolve'] });
  }

  /** Another program updates this repository: nothing here does it by itself as well. */
  updates(tool: UpdatesBy['tool']): void {
    const { file } = this.#settings;
    this.#updatesBy.push({ tool, file });
    const name = t('{0} updates this repository ({1}): nothing else does by itself', tool, file);
    this.#add(['updates'], 'ask', name, {}, { action: 'update', trigger: automatic });
  }

  #add(
    path: SettingPath,
    kind: RuleKind,
    name: string,
    { package: patterns, ...scope }: NativeScope,
    more: RuleRow['conditions'],
    at = priority,
  ): void {
    const { file, project } = this.#settings;
    for (const [index, names] of this.#inParts(path, patterns).entries()) {
      const conditions = Object.fromEntries(
        Object.entries({ package: names, ...scope, ...more, project: projectCondition(project) }).filter(
          ([, argument]) => argument !== undefined,
        ),
      );
      this.#cost += patternCost(conditions);
      if (this.#rules.length >= mostRules || this.#cost > mostPatternCost) {
        this.#faults.push(this.#told('too-many', path, t('There is too much in this file.'), 'rules'));
        return;
      }
      const part = index === 0 ? '' : `/${index + 1}`;
      const id = `settings:${file}#${oneLine(path.join('.'), 100)}${part}`;
      const row = { id, name: oneLine(name, 200), kind, priority: at, enabled: true, conditions };
      this.#rules.push({ ...row, source: settingsIn(file) });
    }
  }

  /** Patterns that can be read, in lists that are not too long; one undefined list for all packages. */
  #inParts(path: SettingPath, patterns: readonly string[] | undefined): readonly (readonly string[] | undefined)[] {
    if (patterns === undefined) return [undefined];
    const read = patterns.filter((text) => v.is(patternsSchema, text));
    if (read.length < patterns.length) this.fault(path, t('There is a name here that cannot be read.'));
    const refused = read.filter((text) => text.startsWith('!'));
    const wanted = read.filter((text) => !text.startsWith('!'));
    // Too many to be taken out of each part: then none is, which holds more packages, not fewer.
    const out = refused.length > mostPatterns / 2 ? [] : refused;
    if (out.length < refused.length) this.note(path, t('It has too many exceptions: none of them counts here.'));
    const size = mostPatterns - out.length;
    const count = wanted.length === 0 ? Number(read.length > 0) : Math.ceil(wanted.length / size);
    return Array.from({ length: count }, (_, part) => {
      const names = [...wanted.slice(part * size, (part + 1) * size), ...out];
      return names.length === 0 ? undefined : names;
    });
  }

  #told(reason: string, path: SettingPath, message: string, drops: RuleFault['drops']): RuleFault {
    const { file } = this.#settings;
    const where = label(path);
    const said = where === '' ? message : t('"{0}": {1}', where, message);
    return { file, reason, message: oneLine(said, 300), ...this.#settings.placeOf(path), drops };
  }
}

/** An age that is only about some kinds of update says nothing of what is new. */
function ages(below: number, { bump }: NativeScope): RuleRow['conditions'] {
  return { action: bump === undefined ? ['install', 'update'] : 'update', releaseAge: { below } };
}

/** Undefined, so all projects, where the folder's name would be read as a pattern. */
function projectCondition(project: string | undefined): string | undefined {
  if (project === undefined || /[*?{}!]/.test(project)) return undefined;
  return project === '' ? '.' : project;
}

function label(path: SettingPath): string {
  return oneLine(
    path.reduce<string>(
      (text, part) => text + (typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`),
      '',
    ),
    100,
  );
}
