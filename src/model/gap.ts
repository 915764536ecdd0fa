/**
 * Why nothing became known of a package. `private`: its name was told to nobody; `off`: the user wants nobody to be asked;
 * `unanswered`: nobody answered, with what was said instead. None of the three speaks for it.
 */
export type Gap =
  | { readonly known: false; readonly why: 'private' | 'off' }
  | { readonly known: false; readonly why: 'unanswered'; readonly message: string };
