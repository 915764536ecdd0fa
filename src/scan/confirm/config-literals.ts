import ts from 'typescript';
import { isSwitchedOff, type Literal } from '../names/literal.ts';
import { isClosed } from '../text.ts';
import { treeOf } from './tree.ts';

/** The strings of a configuration in JavaScript or TypeScript, read off its syntax: it is never run. */
export function configLiterals(path: string, text: string): readonly Literal[] {
  try {
    const reader = new LiteralReader(treeOf(path, text));
    return reader.read();
  } catch {
    // Too deep to be read: nothing can be known.
    return [];
  }
}

type Keys = readonly (string | number)[];

class LiteralReader {
  readonly #source: ts.SourceFile;
  readonly #found: Literal[] = [];

  constructor(source: ts.SourceFile) {
    this.#source = source;
  }

  read(): readonly Literal[] {
    this.#look(this.#source);
    return this.#found;
  }

  /** Whatever holds the configuration: an export, an assignment, the arguments of a call, the body of a function. */
  #look(node: ts.Node): void {
    if (ts.isExpression(node)) return this.#value(node, []);
    ts.forEachChild(node, (child) => this.#look(child));
  }

  #value(node: ts.Expression, keys: Keys): void {
    if (ts.isStringLiteralLike(node)) this.#add(node, keys, false);
    else if (ts.isObjectLiteralExpression(node)) this.#object(node, keys);
    else if (ts.isArrayLiteralExpression(node)) {
      node.elements.forEach((element, index) => this.#value(element, [...keys, index]));
    } else if (ts.isConditionalExpression(node)) {
      this.#value(node.whenTrue, keys);
      this.#value(node.whenFalse, keys);
    } else if (ts.isBinaryExpression(node) && isChoice(node.operatorToken.kind)) this.#value(node.right, keys);
    else if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      this.#value(node.expression, keys);
    } else if (keys.every((key) => typeof key === 'number')) {
      ts.forEachChild(node, (child) => this.#look(child));
    }
  }

  #object(node: ts.ObjectLiteralExpression, keys: Keys): void {
    for (const one of node.properties) {
      if (!ts.isPropertyAssignment(one)) continue;
      const { name } = one;
      if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) continue;
      const inner = [...keys, name.text];
      this.#add(name, inner, true);
      this.#value(one.initializer, inner);
    }
  }

  #add(node: ts.StringLiteralLike | ts.Identifier, keys: Keys, isKey: boolean): void {
    // What stands alone belongs to no configuration that could be told.
    if (keys.length === 0) return;
    const [start, end] = [node.getStart(this.#source), node.end];
    const quote = ts.isIdentifier(node) ? 0 : 1;
    const isWhole = quote === 0 || isClosed(this.#source.text, start, end);
    // Escapes name no package.
    if (!isWhole || end - start !== node.text.length + 2 * quote) return;
    if (isKey && isSwitchedOff(this.#source.text, end)) return;
    this.#found.push({ keys, isKey, text: node.text, start: start + quote, end: end - quote });
  }
}

/** What stands behind it is the value, or may be. */
function isChoice(operator: ts.BinaryOperator): boolean {
  return (
    operator === ts.SyntaxKind.EqualsToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}
