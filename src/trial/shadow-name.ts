/** How the names of shadow folders begin, so that a leftover can be told from anything else. */
export const shadowPrefix = 'quartermaster-';
