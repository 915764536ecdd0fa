import { isCancellation } from '../../../base/errors.ts';
import type { RuleRow } from '../../../model/rule.ts';
import type { RuleFault, RulesInForce } from '../../../model/rules-in-force.ts';
import type { ErrorFacts } from '../../../view/protocol.ts';
import type { RuleForm, RulesSheet, RuleWish } from '../../../view/rule-facts.ts';
import { rulesSheet } from '../../../view/rules-sheet.ts';
import type { FolderEntry } from '../folders.ts';
import { rowId, type DashboardModel } from './dashboard-model.ts';
import { toErrorFacts } from './error-facts.ts';
import { RuleFormPage, type FormStart } from './rule-form-page.ts';

/** What a rule of one's own begins with. */
const fresh: RuleWish = { name: '', kind: 'ask', priority: 100, enabled: true, conditions: {} };

/** The rules of a folder as they were read last. */
interface Known {
  readonly entry: FolderEntry;
  readonly inForce: RulesInForce;
}

/** A rule of the page, with its folder. */
export interface ShownRule {
  readonly entry: FolderEntry;
  readonly rule: RuleRow;
}

/** The rules of one folder in the panel, and the form of one of them. */
export class RulesPage {
  readonly #model: DashboardModel;
  readonly #changed: () => void;
  #entry: FolderEntry | undefined;
  #known: Known | undefined;
  #form: RuleFormPage | undefined;
  #reading = false;
  /** Something changed while they were read. */
  #stale = false;
  #unread: ErrorFacts | undefined;
  #problem: ErrorFacts | undefined;
  #done: RulesSheet['done'];

  /** `changed` is told when there is something new to show. */
  constructor(model: DashboardModel, changed: () => void) {
    this.#model = model;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.#entry !== undefined;
  }

  /** The folder whose rules are shown. */
  get entry(): FolderEntry | undefined {
    return this.#entry;
  }

  /** Shows the list. `folder`: as the page names it; undefined: the one that is shown, else that of the chosen project. */
  open(folder: string | undefined): void {
    const { folders } = this.#model;
    const named = folders.find((entry) => rowId(entry, '') === folder);
    const kept = folders.find((entry) => entry === this.#entry);
    this.#closeForm();
    [this.#problem, this.#done] = [undefined, undefined];
    this.#entry = named ?? kept ?? this.#model.shownFolders()[0];
    this.refresh();
  }

  /** From the form to the list, and from there away. */
  back(): void {
    if (this.#form === undefined) this.leave();
    else this.#closeForm();
  }

  leave(): void {
    this.#closeForm();
    this.#entry = undefined;
    this.#known = undefined;
  }

  /** What is shown now; undefined where the page is closed. The rules are read again each time: no file of them is watched. */
  details(): RulesSheet | RuleForm | undefined {
    const { folders } = this.#model;
    const entry = folders.find((candidate) => candidate === this.#entry);
    if (entry === undefined) {
      if (this.#entry !== undefined) this.leave();
      return undefined;
    }
    this.refresh();
    if (this.#form !== undefined) return this.#form.facts();
    return rulesSheet(this.#inForce(), {
      folders: folders.map((each) => ({ id: rowId(each, ''), name: each.folder.name })),
      folder: rowId(entry, ''),
      canEdit: this.#model.rights(entry, []).canWrite,
      problem: this.#problem ?? this.#unread ?? this.#ownProblem(),
      done: this.#done,
      rowId: (rule) => rowId(entry, rule),
    });
  }

  /** Reads them; `changed` is told where they are others. */
  refresh(): void {
    const entry = this.#entry;
    if (entry === undefined) return;
    this.#stale = this.#reading;
    if (this.#reading) return;
    this.#reading = true;
    void this.#read(entry).then((isNew) => {
      this.#reading = false;
      if (isNew && entry === this.#entry) this.#changed();
      if (this.#stale || entry !== this.#entry) this.refresh();
    });
  }

  add(): void {
    this.#openForm({ purpose: 'add', rule: fresh, saves: undefined });
  }

  edit(row: string): void {
    const shown = this.find(row);
    if (shown?.rule.source === 'dashboard') {
      this.#openForm({ purpose: 'edit', rule: wishOf(shown.rule), saves: shown.rule.id });
    }
  }

  /** A new rule that is about the same as a built-in one. */
  override(row: string): void {
    const shown = this.find(row);
    if (shown?.rule.source !== 'built-in') return;
    this.#openForm({
      purpose: 'override',
      rule: { ...wishOf(shown.rule), priority: fresh.priority },
      saves: undefined,
    });
  }

  async try(form: string, rule: RuleWish): Promise<void> {
    if (this.#form?.id === form) await this.#form.try(rule);
  }

  async save(form: string, rule: RuleWish): Promise<void> {
    const open = this.#form;
    if (open?.id !== form || !(await open.save(rule)) || this.#form !== open) return;
    this.#closeForm();
    this.#done = 'saved';
    this.refresh();
  }

  async enable(row: string, enabled: boolean): Promise<void> {
    const shown = this.find(row);
    if (shown?.rule.source !== 'dashboard') return;
    const { engine } = shown.entry;
    await this.#act(async () => {
      // As it is now: the command line may have changed it since the page was drawn.
      const { rules } = await engine.rules.inForce();
      const rule = rules.find(({ id }) => id === shown.rule.id);
      if (rule !== undefined) await engine.rules.save({ ...wishOf(rule), id: rule.id, enabled });
    });
  }

  /** Removes a rule of the user's own, be it one that cannot be read. */
  async remove(row: string): Promise<void> {
    const address = this.#model.locate(row);
    if (address === undefined || address.entry !== this.#entry) return;
    const isGone = await this.#act(() => address.entry.engine.rules.remove(address.id));
    if (isGone) this.#done = 'removed';
  }

  /** The rule of a row, as it was read last. */
  find(row: string): ShownRule | undefined {
    const entry = this.#entry;
    const { rules, waiting } = this.#inForce() ?? { rules: [], waiting: [] };
    const rule = [...rules, ...waiting].find(({ id }) => entry !== undefined && rowId(entry, id) === row);
    return entry === undefined || rule === undefined ? undefined : { entry, rule };
  }

  /** What the page has at that place of its faults and notes. */
  fault(index: number): RuleFault | undefined {
    const inForce = this.#inForce();
    if (inForce === undefined) return undefined;
    // As the page has them: rules of the user's own stand in no file.
    return [...inForce.faults, ...inForce.ownFaults.map(() => undefined), ...inForce.notes][index];
  }

  #ownProblem(): ErrorFacts | undefined {
    const problem = this.#inForce()?.ownProblem;
    return problem && toErrorFacts(problem);
  }

  #inForce(): RulesInForce | undefined {
    return this.#known?.entry === this.#entry ? this.#known?.inForce : undefined;
  }

  /** True where there is something else to show than before. */
  async #read(entry: FolderEntry): Promise<boolean> {
    const before = JSON.stringify(this.#unread);
    try {
      const inForce = await entry.engine.rules.inForce();
      const known = this.#inForce();
      this.#known = { entry, inForce };
      this.#unread = undefined;
      return before !== undefined || known === undefined || !isSame(known, inForce);
    } catch (error) {
      if (isCancellation(error)) return false;
      this.#unread = toErrorFacts(error);
      return before !== JSON.stringify(this.#unread);
    }
  }

  /** True: it was done. */
  async #act(work: () => Promise<void>): Promise<boolean> {
    [this.#problem, this.#done] = [undefined, undefined];
    try {
      await work();
      return true;
    } catch (error) {
      this.#problem = toErrorFacts(error);
      return false;
    } finally {
      this.refresh();
    }
  }

  #openForm(start: FormStart): void {
    if (this.#entry === undefined || !this.#model.rights(this.#entry, []).canWrite) return;
    this.#closeForm();
    [this.#problem, this.#done] = [undefined, undefined];
    this.#form = new RuleFormPage(this.#entry, start, this.#changed);
  }

  #closeForm(): void {
    this.#form?.close();
    this.#form = undefined;
  }
}

function wishOf({ name, kind, priority, enabled, conditions }: RuleRow): RuleWish {
  return { name, kind, priority, enabled, conditions };
}

/** Mostly one object as long as nothing changed. */
function isSame(a: RulesInForce, b: RulesInForce): boolean {
  return a === b || JSON.stringify(toldOf(a)) === JSON.stringify(toldOf(b));
}

function toldOf({ current, accepted, ownProblem, ...told }: RulesInForce): unknown {
  const { rules, waiting, faults, ownFaults, notes, updatesBy } = told;
  return [rules, waiting, faults, ownFaults, notes, updatesBy, current.hash, accepted?.hash, ownProblem?.message];
}
