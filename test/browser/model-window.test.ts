import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { tempFolder } from '../support/temp-project.ts';
import { installMs, manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

const choices = [
  { name: 'fx-tiny', why: 'It is small and kept up.' },
  { name: 'fx-invented-by-a-model', why: 'It is just right.' },
];

describe('a window with a language model', () => {
  const { open } = useWindows();
  const questions = path.join(tempFolder('model-'), 'questions.txt');
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest, 'app.js': "import 'colorama-nobody-has';\n" },
      settings: { 'chat.disableAIFeatures': false },
      beside: path.join(import.meta.dirname, '../fixtures/language-model'),
      env: { MODEL_ANSWER: JSON.stringify({ choices }), MODEL_QUESTIONS: questions },
    });
    await window.workbench.openFile('app.js');
    await window.workbench.editor.squiggle('colorama-nobody-has', 'warning');
  });
  after(() => fs.rmSync(path.dirname(questions), { recursive: true, force: true }));

  it('offers to ask it, says what it would be told, and asks nothing before', async () => {
    const { workbench } = window;
    const fix = await workbench.editor.quickFix('colorama-nobody-has', 'What to use instead of colorama-nobody-has…');
    await fix.click();
    const list = workbench.page.locator('.quick-input-widget');
    await list.getByText('Ask Fixture Model…').waitFor({ timeout: installMs });
    await list.getByText('Sends the name "colorama-nobody-has" to this language model, and no code.').waitFor();
    await shoot(workbench, 'model-offered');
    assert.equal(fs.existsSync(questions), false);
  });

  it('shows its words as a quote, with what it invented left out', async () => {
    const { workbench } = window;
    await workbench.pick('Ask Fixture Model…');
    const list = workbench.page.locator('.quick-input-widget');
    await list.getByText('AI, Fixture Model: “It is small and kept up.”').first().waitFor({ timeout: installMs });
    const invented = list.locator('.monaco-list-row').filter({ hasText: 'fx-invented-by-a-model' });
    assert.match(await invented.innerText(), /left out[\s\S]*registry/);
    await shoot(workbench, 'model-answered');
    const asked = fs.readFileSync(questions, 'utf8');
    assert.match(asked, /imports "colorama-nobody-has"/);
    assert.doesNotMatch(asked, /app\.js|import '/);
  });

  it('installs what is picked through the gate, like anything else', async () => {
    const { workbench, project } = window;
    await workbench.pick(/^fx-tiny/);
    await workbench.editor.noSquiggle('fx-tiny', 'warning');
    assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
  });
});
