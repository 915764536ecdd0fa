import { html, nothing } from 'lit';
import { icon, type Part, type View } from './view.ts';

interface Section {
  /** Names it in the kept state and for the focus. */
  readonly id: string;
  readonly title: string;
  /** Beside the title: a count, a state. */
  readonly note?: string;
  /** Buttons of the whole section. */
  readonly actions?: Part;
  readonly body: Part;
}

/** A part of the page: foldable in the sidebar, a heading in the panel. Its buttons are siblings of the summary. */
export function section(view: View, { id, title, note, actions, body }: Section): Part {
  const noteText = note ? html`<span class="n">${note}</span>` : nothing;
  if (view.surface === 'panel') {
    return html`<section class="sect" aria-labelledby="h-${id}">
      <div class="sec">
        <h2 id="h-${id}" tabindex="-1" data-key=${id}>${title}</h2>
        ${noteText}
        <div class="end">${actions ?? nothing}</div>
      </div>
      ${body}
    </section>`;
  }
  const fold = (event: Event): void => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    const others = view.ui.closed.filter((closed) => closed !== id);
    if (open === view.ui.closed.includes(id)) view.update({ closed: open ? others : [...others, id] });
  };
  return html`<section class="sect">
    <div class="secact">${actions ?? nothing}</div>
    <details ?open=${!view.ui.closed.includes(id)} @toggle=${fold}>
      <summary data-key=${id}>${icon('chevron-down')}<span>${title}</span>${noteText}</summary>
      ${body}
    </details>
  </section>`;
}
