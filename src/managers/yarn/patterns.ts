/** A key of a yarn.lock: a name, and the range by which something asks for it. */
export interface Pattern {
  readonly name: string;
  readonly range: string;
}

/** `@scope/name@npm:^1.0.0` -> `@scope/name`, `npm:^1.0.0`. */
export function splitPattern(text: string): Pattern {
  const at = text.indexOf('@', 1);
  return at < 0 ? { name: text, range: '' } : { name: text.slice(0, at), range: text.slice(at + 1) };
}

/** A lockfile that git could not merge is none: half of it contradicts the other half. */
export function hasConflicts(text: string): boolean {
  return /^(?:<{7}|>{7})/m.test(text);
}
