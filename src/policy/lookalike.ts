import type { PopularList, PopularPackage } from '../ports/popular-list.ts';
import { distance } from './distance.ts';
import { formIndexOf, type FormIndex } from './form-index.ts';
import {
  leastOfJoined,
  leastOfLongCompanion,
  leastOfReshaped,
  leastOfScopedMark,
  leastOfSlip,
  leastOfSlipAndMark,
  longEnoughForTwo,
  ratio,
  slipsInScope,
  type Likeness,
} from './lookalike-limits.ts';
import { drawn, scopeOf, shortened, squashed, wordsOf, wordsSorted } from './name-forms.ts';
import { slipBetween } from './name-slips.ts';

/** A far more popular package that a name may have been meant to be, or been made to look like. */
export interface Lookalike {
  readonly likeness: Likeness;
  readonly real: PopularPackage;
}

/** A likeness that was found, and the downloads a month from which on it counts for a name that is not listed. */
interface Found extends Lookalike {
  readonly least: number;
}

/** A name that npm would take is no longer; anything longer is no slip of anything. */
const longestName = 214;
/** Shorter ones are a slip away from many, of which none is more likely meant than another. */
const shortestSlipped = 5;

/** The nearest likeness that counts, the most downloaded first among equals; undefined where there is none. */
export function lookalikeOf(name: string, popular: PopularList): Lookalike | undefined {
  if (name.length > longestName) return undefined;
  const own = popular.find(name)?.downloadsPerMonth;
  for (const { likeness, real, least } of likenesses(name, popular)) {
    const enough = own === undefined ? least : own * ratio;
    if (real.name !== name && real.downloadsPerMonth >= enough) return { likeness, real };
  }
  return undefined;
}

/** Two very popular names joined by a dash to one that is not listed: `react-lodash`. Undefined for any other name. */
export function joinedOf(name: string, popular: PopularList): readonly [PopularPackage, PopularPackage] | undefined {
  if (name.startsWith('@') || name.length > longestName || popular.find(name) !== undefined) return undefined;
  for (let dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
    const [left, right] = [veryPopular(name.slice(0, dash), popular), veryPopular(name.slice(dash + 1), popular)];
    if (left !== undefined && right !== undefined) return [left, right];
  }
  return undefined;
}

function veryPopular(name: string, popular: PopularList): PopularPackage | undefined {
  const found = formIndexOf(popular).byForm.get(squashed(name));
  return found?.name === name && found.downloadsPerMonth >= leastOfJoined ? found : undefined;
}

/** The nearest name of the list, whatever its downloads: for a name that does not exist at all. */
export function nearestPopular(name: string, popular: PopularList): PopularPackage | undefined {
  return nearestPopulars(name, popular, 1)[0];
}

/** The same, for as many as are wanted: what the gate would ask about comes first. */
export function nearestPopulars(name: string, popular: PopularList, most: number): readonly PopularPackage[] {
  if (name.length > longestName) return [];
  const [likely, others] = [new Map<string, PopularPackage>(), new Map<string, PopularPackage>()];
  for (const { real, least } of likenesses(name, popular)) {
    if (real.name === name) continue;
    (real.downloadsPerMonth >= least ? likely : others).set(real.name, real);
    if (likely.size >= most) break;
  }
  const found = [...new Map([...likely, ...others]).values()].slice(0, most);
  return found.length > 0 ? found : oneSlipAway(name, popular, most);
}

/** Of the whole list, of which the index has only those that are worth being imitated. */
function oneSlipAway(name: string, popular: PopularList, most: number): readonly PopularPackage[] {
  const found: PopularPackage[] = [];
  if (name.length < shortestSlipped) return found;
  for (let length = name.length - 1; length <= name.length + 1; length++) {
    for (const candidate of popular.ofLength(length)) {
      if (slipBetween(name, candidate.name) !== undefined) found.push(candidate);
      if (found.length >= most) return found;
    }
  }
  return found;
}

/** The nearest first. */
function* likenesses(name: string, popular: PopularList): Generator<Found> {
  const index = formIndexOf(popular);
  const form = squashed(name);
  const rest = shortened(name);
  const leastMark = name.startsWith('@') ? leastOfScopedMark : leastOfReshaped.mark;
  const leastCompanion = wordsOf(name).length > 2 ? leastOfLongCompanion : leastOfReshaped.companion;
  yield* sameLetters(name, form, index);
  yield* inMap(index.byForm, 'plural', [form.endsWith('s') ? form.slice(0, -1) : `${form}s`]);
  yield* inMap(index.byForm, 'mark', rest.marks, leastMark);
  yield* inMap(index.byDrawing, 'drawn', [drawn(form)]);
  yield* bySlip(name, form, rest.marks, index);
  if (!name.startsWith('@')) yield* inMap(index.byWords, 'order', [wordsSorted(name) ?? '']);
  yield* inMap(index.byForm, 'edition', rest.editions);
  yield* inMap(index.byUnmarked, 'unmarked', [form, ...rest.marks]);
  yield* inMap(index.byForm, 'companion', rest.companions, leastCompanion);
  yield* byScope(name, index, popular);
  yield* byTwoSlips(name, form, index);
}

function* sameLetters(name: string, form: string, index: FormIndex): Generator<Found> {
  const real = index.byForm.get(form);
  if (real === undefined) return;
  const likeness = name.startsWith('@') === real.name.startsWith('@') ? 'separators' : 'scope mark';
  yield { likeness, real, least: leastOfReshaped[likeness] };
}

function* inMap(
  map: ReadonlyMap<string, PopularPackage>,
  likeness: keyof typeof leastOfReshaped,
  keys: readonly string[],
  least = leastOfReshaped[likeness],
): Generator<Found> {
  for (const key of keys) {
    const real = map.get(key);
    if (real !== undefined) yield { likeness, real, least };
  }
}

/** One slip in the name, or in what is left without the marks; a member of a scope is only compared with another. */
function bySlip(name: string, form: string, unmarked: readonly string[], index: FormIndex): readonly Found[] {
  const scope = squashed(scopeOf(name));
  const found: Found[] = [];
  for (const written of [form, ...unmarked]) {
    for (let length = written.length - 1; length <= written.length + 1; length++) {
      for (const { form: listed, scope: listedScope, candidate } of index.byLength.get(length) ?? []) {
        if ((scope === '') !== (listedScope === '')) continue;
        const slip = slipBetween(written, listed);
        if (slip === undefined) continue;
        const least = leastOfSlip(slip, written.length - (scope === listedScope ? scope.length : 0));
        found.push({
          likeness: slip,
          real: candidate,
          least: written === form ? least : Math.max(least, leastOfSlipAndMark),
        });
      }
    }
  }
  return found.sort((a, b) => b.real.downloadsPerMonth - a.real.downloadsPerMonth);
}

function* byTwoSlips(name: string, form: string, index: FormIndex): Generator<Found> {
  const scope = squashed(scopeOf(name));
  if (form.length - scope.length < longEnoughForTwo) return;
  for (let length = form.length - 2; length <= form.length + 2; length++) {
    for (const { form: listed, scope: listedScope, candidate } of index.byLength.get(length) ?? []) {
      if (candidate.downloadsPerMonth < leastOfReshaped.two) break;
      if (scope !== listedScope || distance(form, listed, 2) !== 2) continue;
      yield { likeness: 'two', real: candidate, least: leastOfReshaped.two };
    }
  }
}

/** A scope that is nearly a very popular one. The member that was meant is named where it is listed. */
function* byScope(name: string, index: FormIndex, popular: PopularList): Generator<Found> {
  const written = scopeOf(name);
  const form = squashed(written);
  const same = index.byScope.get(form);
  if (form === '' || (same !== undefined && scopeOf(same.name) === written)) return;
  const slips = slipsInScope(form.length);
  for (const [listed, candidate] of index.byScope) {
    if (candidate.downloadsPerMonth < leastOfReshaped.scope) break;
    if (distance(form, listed, slips) > slips) continue;
    const member = popular.find(`@${scopeOf(candidate.name)}${name.slice(name.indexOf('/'))}`);
    yield { likeness: 'scope', real: member ?? candidate, least: 0 };
  }
}
