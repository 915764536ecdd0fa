// Stands in for VS Code around the dashboard: collects what it says, keeps its state over reloads, hears of violations.
const { theme } = document.currentScript.dataset;
globalThis.messages = [];
globalThis.violations = [];
globalThis.executed = false;
addEventListener('securitypolicyviolation', (event) =>
  globalThis.violations.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber} ${event.sample}`),
);
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => globalThis.messages.push(message),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
});
const classes = {
  'dark-modern': ['vscode-dark'],
  'light-modern': ['vscode-light'],
  'hc-dark': ['vscode-high-contrast'],
  'hc-light': ['vscode-high-contrast', 'vscode-high-contrast-light'],
};
addEventListener('DOMContentLoaded', () => document.body.classList.add(...classes[theme]));
