import { html, type TemplateResult } from 'lit';

/** Names the page of an operation or a package. The focus goes there when the page opens. */
export function heading(text: string): TemplateResult {
  return html`<h2 id="h-details" tabindex="-1" data-key="details">${text}</h2>`;
}
