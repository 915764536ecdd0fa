import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../../base/errors.ts';
import type { RuleMessage } from '../../../view/rule-messages.ts';
import type { Folders } from '../folders.ts';
import type { Ui } from '../ui.ts';
import { showPlace } from './dashboard-messages.ts';
import type { RulesPage } from './rules-page.ts';

/** What of the panel a message about rules may ask for. */
export interface RuleSurface {
  readonly rules: RulesPage;
  readonly folders: Folders;
  readonly ui: Ui;
  showRules(folder: string | undefined): void;
}

/** Does what a click in the page of the rules asked. A rule that is not there any more is passed over: the page was a moment old. */
export async function answerRuleMessage(message: RuleMessage, surface: RuleSurface): Promise<void> {
  const { rules, ui } = surface;
  switch (message.type) {
    case 'openRules':
      return surface.showRules(message.folder ?? undefined);
    case 'closeRules':
      return rules.leave();
    case 'addRule':
      return rules.add();
    case 'editRule':
      return rules.edit(message.rule);
    case 'overrideRule':
      return rules.override(message.rule);
    case 'enableRule':
      return rules.enable(message.rule, message.enabled);
    case 'removeRule':
      return removeRule(message.rule, rules);
    case 'reviewRules':
      if (rules.entry !== undefined) await ui.reviewRules(rules.entry);
      return rules.refresh();
    case 'openRuleFault':
      return openFault(message.index, surface);
    case 'tryRule':
      return rules.try(message.form, message.rule);
    case 'saveRule':
      return rules.save(message.form, message.rule);
    default:
      return assertNever(message);
  }
}

async function removeRule(row: string, rules: RulesPage): Promise<void> {
  const name = rules.find(row)?.rule.name ?? t('a rule that cannot be read');
  const yes = t('Remove');
  const detail = t('It does not decide anything from then on. What it decided stands in the history.');
  const question = t('Remove the rule “{0}”?', name);
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes);
  if (answer === yes) await rules.remove(row);
}

async function openFault(index: number, { rules, folders }: RuleSurface): Promise<void> {
  const [entry, fault] = [rules.entry, rules.fault(index)];
  if (entry === undefined || fault === undefined) return;
  const at = new vscode.Position(fault.line - 1, fault.column - 1);
  await showPlace(folders.uriOf(entry, fault.file), new vscode.Range(at, at));
}
