import { isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml';
import type { Literal } from '../names/literal.ts';

/** The strings of a configuration in YAML; none where it has a mistake, or is several documents. */
export function yamlLiterals(text: string): readonly Literal[] {
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
    return document.errors.length > 0 ? [] : literalsOf(text, document.contents, []);
  } catch {
    // Nested deeper than the stack: nothing can be known.
    return [];
  }
}

function literalsOf(text: string, node: unknown, keys: Literal['keys']): readonly Literal[] {
  if (isScalar(node)) return literalOf(text, node, keys, false);
  if (isSeq(node)) return node.items.flatMap((item, index) => literalsOf(text, item, [...keys, index]));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || typeof key.value !== 'string') return [];
    const inner = [...keys, key.value];
    const isOff = isScalar(value) && value.value === false;
    return [...(isOff ? [] : literalOf(text, key, inner, true)), ...literalsOf(text, value, inner)];
  });
}

/** What is escaped, or goes over several lines, names no package. */
function literalOf(text: string, node: Scalar, keys: Literal['keys'], isKey: boolean): readonly Literal[] {
  if (typeof node.value !== 'string' || !node.range) return [];
  const quote = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE ? 1 : 0;
  const [start, end] = [node.range[0] + quote, node.range[1] - quote];
  return text.slice(start, end) === node.value ? [{ keys, isKey, text: node.value, start, end }] : [];
}
