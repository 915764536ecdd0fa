/** What a spreadsheet would take for the beginning of a formula; it is made text by an apostrophe, as OWASP advises. */
const formulaStart = /^[=+\-@\t\r]/;

/** Rows as CSV: RFC 4180, every cell quoted. What packages and registries wrote is in it, and may be meant to harm. */
export function csv(rows: readonly (readonly (string | number | undefined)[])[]): readonly string[] {
  return rows.map((row) => row.map(cell).join(','));
}

function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && formulaStart.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
