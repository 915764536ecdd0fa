const denial =
  /(?:^|[-_/.])(?:not?|non|never|does-?not|doesnt|un)[-_]?(?:available|exist(?:s|ent|ing)?|found|installed|published|real|resolvable)(?:$|[-_/.])/i;

/** A name that says of itself that there is no such package, as tests like them: `library-that-is-not-installed`. */
export function deniesItself(name: string): boolean {
  return denial.test(name);
}
