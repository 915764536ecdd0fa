import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { CancelledError, QmError, errorText } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { oneLine } from '../../base/one-line.ts';
import { longestAnswer } from '../../policy/suggest/model-words.ts';
import type { LanguageModel } from '../../ports/language-model.ts';

/** Letters of why a model did not answer. */
const mostQuoted = 200;

/**
 * The language models that the user has in VS Code. None is asked anything but by a click that says so, and VS Code asks for its own
 * leave before the first time.
 */
export class LanguageModels implements Disposable {
  readonly #subscription: vscode.Disposable;
  #isLookedFor = false;
  #isThere = false;

  constructor() {
    this.#subscription = vscode.lm.onDidChangeChatModels(() => (this.#isLookedFor = false));
  }

  /** Whether there is one, as far as known: the first question only begins to look. */
  get isThere(): boolean {
    if (!this.#isLookedFor) void this.#look();
    return this.#isThere;
  }

  /** The one that VS Code names first; undefined where the user has none. */
  async first(): Promise<LanguageModel | undefined> {
    const [chat] = await vscode.lm.selectChatModels();
    return chat === undefined ? undefined : new ChatModel(chat);
  }

  async #look(): Promise<void> {
    this.#isLookedFor = true;
    this.#isThere = (await this.first().catch(() => undefined)) !== undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

class ChatModel implements LanguageModel {
  readonly #chat: vscode.LanguageModelChat;

  constructor(chat: vscode.LanguageModelChat) {
    this.#chat = chat;
  }

  get name(): string {
    return this.#chat.name;
  }

  async ask(question: string, signal: AbortSignal): Promise<string> {
    const cancelling = new vscode.CancellationTokenSource();
    const cancel = (): void => cancelling.cancel();
    signal.addEventListener('abort', cancel);
    try {
      const messages = [vscode.LanguageModelChatMessage.User(question)];
      const justification = t('To order and explain what can be used instead of a package');
      const response = await this.#chat.sendRequest(messages, { justification }, cancelling.token);
      let answer = '';
      for await (const part of response.text) {
        answer += part;
        if (answer.length > longestAnswer) break;
      }
      return answer;
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      throw new QmError('QM_MODEL_FAILED', {
        message: t('{0} gave no answer: {1}', this.name, oneLine(errorText(error), mostQuoted)),
        hint: t('What is suggested without it stays. VS Code has who may ask it under "Manage Language Model Access".'),
        cause: error,
      });
    } finally {
      signal.removeEventListener('abort', cancel);
      cancelling.dispose();
    }
  }
}
