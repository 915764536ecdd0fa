/** The key of the focused element: its parts lead from the outside to the inside, split by `|`. */
export type Focus = string;

export function rememberFocus(root: HTMLElement): Focus | undefined {
  const { activeElement } = document;
  return root.contains(activeElement)
    ? (activeElement?.closest('[data-key]')?.getAttribute('data-key') ?? undefined)
    : undefined;
}

/**
 * Gives back a focus that a redraw took away: a row that moved, a button that is gone (then to its row, else to its
 * section). A focus that is still somewhere is left alone.
 */
export function restoreFocus(root: HTMLElement, focus: Focus | undefined): void {
  if (focus === undefined || (document.activeElement !== null && document.activeElement !== document.body)) return;
  for (let parts = focus.split('|'); parts.length > 0; parts = parts.slice(0, -1)) {
    const element = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(parts.join('|'))}"]`);
    element?.focus({ preventScroll: true });
    if (element && document.activeElement === element) return;
  }
}
