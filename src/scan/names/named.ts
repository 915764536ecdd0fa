/**
 * What something names by other words than a module's specifier, as the one text that {@link Sightings} keeps of it: the
 * packages that may be meant, the most likely first.
 */
export function named(packages: readonly string[], tool?: string): string {
  return [...packages, ...(tool === undefined ? [] : [`<${tool}`])].join(' ');
}

/** What {@link named} was told. */
export function readNamed(text: string): { readonly packages: readonly string[]; readonly tool: string | undefined } {
  const words = text.split(' ');
  const last = words.at(-1) ?? '';
  return last.startsWith('<')
    ? { packages: words.slice(0, -1), tool: last.slice(1) }
    : { packages: words, tool: undefined };
}
