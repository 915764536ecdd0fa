import { t } from '@vscode/l10n';
import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import * as v from 'valibot';
import { oneLine } from '../base/one-line.ts';
import { placesIn } from '../base/text-place.ts';
import { idPrefixes, type RuleRow } from '../model/rule.ts';
import {
  deepestFile,
  fileFields,
  fileRuleSchema,
  isUnknownField,
  longestFile,
  mostFileRules,
  mostPatternCost,
  patternCost,
  ruleFault,
} from './policy-schema.ts';

export type PolicyFaultReason =
  | 'too-large'
  | 'too-deep'
  | 'not-an-object'
  | 'syntax'
  | 'unknown-field'
  | 'forbidden-key'
  | 'repeated-key'
  | 'repeated-id'
  | 'malformed'
  | 'too-many';

/** Something in a policy file that does not count, and where it stands, 1-based. */
export interface PolicyFault {
  readonly reason: PolicyFaultReason;
  /** One localized sentence; may hold text of the file, untrusted. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** What does not count because of it. `rules`: this one and all after it. */
  readonly drops: 'file' | 'rules' | 'rule' | 'nothing';
}

/** What a policy file says: the rules that could be read, and everything else with its reason. */
export interface PolicyFile {
  readonly rules: readonly RuleRow[];
  readonly faults: readonly PolicyFault[];
}

/** How many faults of syntax are told; after the first few the rest mostly follows from them. */
const mostSyntaxFaults = 20;
/** Names that reach an object's own machinery where somebody is careless with keys. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a policy file, comments and trailing commas allowed. A rule that is not wholly understood does not count, since
 * what was not understood might have narrowed it; it takes no other rule along.
 */
export function parsePolicyFile(source: string): PolicyFile {
  const text = source.replace(/^\uFEFF/, '');
  const faultAt = faultsIn(text);
  if (text.length > longestFile) {
    return only(faultAt('too-large', 0, 'file', t('The file is too large: {0} letters.', text.length)));
  }
  const deep = tooDeep(text);
  if (deep !== undefined) return only(faultAt('too-deep', deep, 'file', t('Values stand too deep in each other.')));
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root?.type !== 'object') {
    return only(faultAt('not-an-object', root?.offset ?? 0, 'file', t('The file has to be an object.')));
  }
  const faults: PolicyFault[] = [];
  const list = listIn(root, faultAt, faults);
  const nodes = list?.children ?? [];
  const { inside, outside } = errorsByNode(nodes, errors);
  for (const error of outside.slice(0, mostSyntaxFaults)) faults.push(syntaxFault(error, 'nothing', faultAt));
  return { rules: readRules(nodes, inside, faultAt, faults), faults: faults.toSorted(byPlace) };
}

type FaultAt = (reason: PolicyFaultReason, offset: number, drops: PolicyFault['drops'], message: string) => PolicyFault;

/** The list of rules; undefined where there is none. */
function listIn(root: Node, faultAt: FaultAt, faults: PolicyFault[]): Node | undefined {
  let list: Node | undefined;
  for (const { children: [key, value] = [] } of root.children ?? []) {
    if (key === undefined) continue;
    const name = String(key.value);
    if (!fileFields.some((field) => field === name)) {
      faults.push(faultAt('unknown-field', key.offset, 'nothing', t('"{0}" is no field of this file.', told(name))));
    } else if (name === 'rules') {
      if (list !== undefined) faults.push(faultAt('repeated-key', key.offset, 'nothing', repeated(name)));
      list = value;
    }
  }
  if (list === undefined || list.type === 'array') return list;
  faults.push(faultAt('malformed', list.offset, 'rules', t('"{0}" has to be a list.', 'rules')));
  return undefined;
}

function readRules(
  nodes: readonly Node[],
  errors: ReadonlyMap<Node, ParseError>,
  faultAt: FaultAt,
  faults: PolicyFault[],
): readonly RuleRow[] {
  const rules = new Map<string, RuleRow>();
  const beyond = nodes[mostFileRules];
  if (beyond !== undefined) {
    const message = t(
      'Only the first {0} rules count; {1} more stand here.',
      mostFileRules,
      nodes.length - mostFileRules,
    );
    faults.push(faultAt('too-many', beyond.offset, 'rules', message));
  }
  let cost = 0;
  for (const node of nodes.slice(0, mostFileRules)) {
    const rule = readRule(node, errors.get(node), faultAt);
    const added = 'reason' in rule ? 0 : patternCost(rule.conditions);
    if ('reason' in rule) {
      faults.push(rule);
    } else if (rules.has(rule.id)) {
      const message = t('Another rule has the id "{0}" already.', rule.id.slice(idPrefixes.file.length));
      faults.push(faultAt('repeated-id', findNodeAtLocation(node, ['id'])?.offset ?? node.offset, 'rule', message));
    } else if (cost + added > mostPatternCost) {
      faults.push(faultAt('too-many', node.offset, 'rule', t('There are too many patterns in this file.')));
    } else {
      cost += added;
      rules.set(rule.id, rule);
    }
  }
  return [...rules.values()];
}

function readRule(node: Node, error: ParseError | undefined, faultAt: FaultAt): RuleRow | PolicyFault {
  if (error !== undefined) return syntaxFault(error, 'rule', faultAt);
  const wrongKey = keyFault(node, faultAt);
  if (wrongKey !== undefined) return wrongKey;
  const conditions = findNodeAtLocation(node, ['conditions']);
  // The schema library takes a list for an object without fields.
  if (conditions?.type === 'array') {
    return faultAt('malformed', conditions.offset, 'rule', t('"{0}" has to be an object.', 'conditions'));
  }
  const parsed = v.safeParse(fileRuleSchema, getNodeValue(node));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = placeOf(node, issue);
    return faultAt(isUnknownField(issue) ? 'unknown-field' : 'malformed', place, 'rule', told(ruleFault(issue)));
  }
  const { id, name, ...rest } = parsed.output;
  const shown = oneLine(name, 120);
  return {
    id: idPrefixes.file + id,
    name: shown === '' ? id : shown,
    ...rest,
    source: 'policy-file',
  };
}

/** The first key below a node that is dangerous, or stands twice, so that nobody knows which of its values counts. */
function keyFault(node: Node, faultAt: FaultAt): PolicyFault | undefined {
  const keys = new Set<string>();
  for (const child of node.children ?? []) {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    if (key !== undefined) {
      const name = String(key.value);
      if (forbiddenKeys.has(name)) {
        return faultAt('forbidden-key', key.offset, 'rule', t('"{0}" must not be a key.', name));
      }
      if (keys.has(name)) return faultAt('repeated-key', key.offset, 'rule', repeated(name));
      keys.add(name);
    }
    const below = keyFault(child, faultAt);
    if (below !== undefined) return below;
  }
  return undefined;
}

/** Where the value stands that an issue is about, or the nearest one around it that is there. */
function placeOf(node: Node, issue: v.BaseIssue<unknown>): number {
  const path = (issue.path ?? [])
    .map(({ key }) => key)
    .filter((key) => typeof key === 'string' || typeof key === 'number');
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(node, path.slice(0, length));
    if (found !== undefined) return found.offset;
  }
  return node.offset;
}

function syntaxFault(error: ParseError, drops: PolicyFault['drops'], faultAt: FaultAt): PolicyFault {
  const what = printParseErrorCode(error.error);
  return faultAt('syntax', error.offset, drops, t('The text is not JSON here: {0}.', what));
}

/**
 * The first error in each node, and those in none. The parser reads on as it can after an error, so what it makes of the
 * value around it is a guess. Both lists are in the order of the text.
 */
function errorsByNode(
  nodes: readonly Node[],
  errors: readonly ParseError[],
): { readonly inside: ReadonlyMap<Node, ParseError>; readonly outside: readonly ParseError[] } {
  const inside = new Map<Node, ParseError>();
  const outside: ParseError[] = [];
  let at = 0;
  for (const error of errors) {
    while (at < nodes.length && endOf(nodes[at] as Node) <= error.offset) at += 1;
    const node = nodes[at];
    // A comma that is missing before a node is not its fault.
    if (node === undefined || error.offset <= node.offset) outside.push(error);
    else if (!inside.has(node)) inside.set(node, error);
  }
  return { inside, outside };
}

/** A node that is not closed has no length, and goes on to the end of the text. */
function endOf({ offset, length }: Node): number {
  return length < 0 ? Number.POSITIVE_INFINITY : offset + length;
}

/** Where a value stands too deep. Parsers call themselves for each level, and would run out of stack. */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // Strings are longer, so that no brace within one counts.
    const letter = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : '';
    if (letter === '{' || letter === '[') depth += 1;
    if (letter === '}' || letter === ']') depth -= 1;
    if (depth > deepestFile) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Makes faults with line and column. */
function faultsIn(text: string): FaultAt {
  const placeAt = placesIn(text);
  return (reason, offset, drops, message) => ({ reason, message, ...placeAt(offset), drops });
}

function byPlace(a: PolicyFault, b: PolicyFault): number {
  return a.line - b.line || a.column - b.column;
}

function only(fault: PolicyFault): PolicyFile {
  return { rules: [], faults: [fault] };
}

function repeated(name: string): string {
  return t('"{0}" stands here twice.', told(name));
}

function told(text: string): string {
  return oneLine(text, 200);
}
