import type { PopularList, PopularPackage } from '../ports/popular-list.ts';
import { leastImitated, leastOfReshaped } from './lookalike-limits.ts';
import { drawn, scopeOf, squashed, unmarked, wordsSorted } from './name-forms.ts';

/** The longest name that npm takes. */
const longestName = 214;

/** A listed package with its squashed name and scope, which is empty where it has none. */
export interface Listed {
  readonly form: string;
  readonly scope: string;
  readonly candidate: PopularPackage;
}

/** The list by what its names look like. In a map it is the most downloaded of equal ones, in an array it comes first. */
export interface FormIndex {
  readonly byForm: ReadonlyMap<string, PopularPackage>;
  readonly byUnmarked: ReadonlyMap<string, PopularPackage>;
  readonly byWords: ReadonlyMap<string, PopularPackage>;
  readonly byDrawing: ReadonlyMap<string, PopularPackage>;
  readonly byScope: ReadonlyMap<string, PopularPackage>;
  /** By the length of the squashed name. */
  readonly byLength: ReadonlyMap<number, readonly Listed[]>;
}

const known = new WeakMap<PopularList, FormIndex>();

/** Made at the first question about a list, in some 20 ms, and kept as long as that. */
export function formIndexOf(popular: PopularList): FormIndex {
  const index = known.get(popular) ?? build(popular);
  known.set(popular, index);
  return index;
}

function build(popular: PopularList): FormIndex {
  const index = {
    byForm: new Map<string, PopularPackage>(),
    byUnmarked: new Map<string, PopularPackage>(),
    byWords: new Map<string, PopularPackage>(),
    byDrawing: new Map<string, PopularPackage>(),
    byScope: new Map<string, PopularPackage>(),
    byLength: new Map<number, Listed[]>(),
  };
  for (const candidate of mostDownloadedFirst(popular)) {
    const { name, downloadsPerMonth } = candidate;
    const form = squashed(name);
    const scope = squashed(scopeOf(name));
    add(index.byForm, form, candidate);
    if (downloadsPerMonth >= leastOfReshaped.unmarked) add(index.byUnmarked, unmarked(name), candidate);
    if (downloadsPerMonth >= leastOfReshaped.order) add(index.byWords, wordsSorted(name), candidate);
    if (downloadsPerMonth >= leastOfReshaped.drawn) add(index.byDrawing, drawn(form), candidate);
    if (scope !== '') add(index.byScope, scope, candidate);
    const sameLength = index.byLength.get(form.length);
    if (sameLength === undefined) index.byLength.set(form.length, [{ form, scope, candidate }]);
    else sameLength.push({ form, scope, candidate });
  }
  return index;
}

function mostDownloadedFirst(popular: PopularList): readonly PopularPackage[] {
  const all: PopularPackage[] = [];
  for (let length = 1; length <= longestName; length++) {
    for (const candidate of popular.ofLength(length)) {
      if (candidate.downloadsPerMonth < leastImitated) break;
      all.push(candidate);
    }
  }
  return all.sort((a, b) => b.downloadsPerMonth - a.downloadsPerMonth);
}

function add(map: Map<string, PopularPackage>, key: string | undefined, candidate: PopularPackage): void {
  if (key !== undefined && key !== '' && !map.has(key)) map.set(key, candidate);
}
