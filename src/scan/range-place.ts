import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { SourceRange } from '../model/import-site.ts';
import type { DependencyField } from '../model/manifest.ts';
import { LineIndex } from './text.ts';

/** Where the range of a package stands in the text of a package.json, between its quotes. */
export function rangePlace(text: string, field: DependencyField, name: string): SourceRange | undefined {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, [field, name]);
  if (node?.type !== 'string') return undefined;
  const lines = new LineIndex(text);
  const [start, end] = [lines.at(node.offset + 1), lines.at(node.offset + node.length - 1)];
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
