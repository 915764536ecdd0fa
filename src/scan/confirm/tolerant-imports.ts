import ts from 'typescript';
import { isClosed } from '../text.ts';
import type { Found } from './found.ts';
import { treeOf } from './tree.ts';

/**
 * What TypeScript's error tolerant tree makes of half-typed code. Strings without their closing quote are dropped:
 * their text goes on being typed. A file that declares a `require` anywhere gets none of its calls.
 */
export function tolerantImports(path: string, text: string): readonly Found[] {
  try {
    return collect(treeOf(path, text));
  } catch {
    // Too deep to be read: nothing can be known.
    return [];
  }
}

function collect(source: ts.SourceFile): readonly Found[] {
  const found: Found[] = [];
  let declaresRequire = false;
  const visit = (node: ts.Node): void => {
    declaresRequire ||= declaresName(node);
    const one = importOf(node);
    const literal = one === undefined ? undefined : closedLiteral(source, one.module);
    if (one !== undefined && literal !== undefined) {
      found.push({
        specifier: literal.text,
        form: one.form,
        typeOnly: one.typeOnly,
        start: literal.getStart(source),
        end: literal.end,
        statement: node.getStart(source),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return declaresRequire ? found.filter(({ form }) => form !== 'require' && form !== 'require-resolve') : found;
}

interface ImportNode {
  readonly module: ts.Node | undefined;
  readonly form: Found['form'];
  readonly typeOnly: boolean;
}

function importOf(node: ts.Node): ImportNode | undefined {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const typeOnly =
      clause !== undefined && (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || hasOnlyTypes(clause));
    return { module: node.moduleSpecifier, form: 'import', typeOnly };
  }
  if (ts.isExportDeclaration(node))
    return { module: node.moduleSpecifier, form: 'export-from', typeOnly: node.isTypeOnly };
  if (ts.isImportEqualsDeclaration(node)) {
    const module = ts.isExternalModuleReference(node.moduleReference) ? node.moduleReference.expression : undefined;
    return { module, form: 'import-equals', typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    const module = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    return { module, form: 'import-type', typeOnly: true };
  }
  return ts.isCallExpression(node) ? callOf(node) : undefined;
}

function hasOnlyTypes(clause: ts.ImportClause): boolean {
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function callOf(call: ts.CallExpression): ImportNode | undefined {
  const callee = call.expression;
  const module = call.arguments[0];
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return { module, form: 'dynamic-import', typeOnly: false };
  if (isRequireName(callee)) return { module, form: 'require', typeOnly: false };
  if (ts.isPropertyAccessExpression(callee) && isRequireName(callee.expression) && callee.name.text === 'resolve') {
    return { module, form: 'require-resolve', typeOnly: false };
  }
  return undefined;
}

function isRequireName(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isIdentifier(node) && node.text === 'require';
}

function declaresName(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node)) {
    const isCreated = node.initializer !== undefined && ts.isCallExpression(node.initializer);
    return isRequireName(node.name) && !isCreated;
  }
  return (
    (ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)) && isRequireName(node.name)
  );
}

/** The literal, if its closing quote is there. */
function closedLiteral(source: ts.SourceFile, node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  if (node === undefined || !ts.isStringLiteralLike(node)) return undefined;
  return isClosed(source.text, node.getStart(source), node.end) ? node : undefined;
}
