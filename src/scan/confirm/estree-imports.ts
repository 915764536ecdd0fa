import { AST_NODE_TYPES as T, parseAndGenerateServices, type TSESTree } from '@typescript-eslint/typescript-estree';
import type ts from 'typescript';
import type { ImportForm } from '../../model/import-site.ts';
import { isClosed } from '../text.ts';
import type { Found } from './found.ts';
import { ScopeStack } from './require-scope.ts';
import { suspects } from './suspects.ts';
import { virtualMock } from './virtual-mocks.ts';

type Node = TSESTree.Node;

/** All imports of a text, or undefined where the parser refuses it. */
export function estreeImports(path: string, text: string): readonly Found[] | undefined {
  // What is refused in part has its whole text looked at: the cut must never be the reason.
  return importsIn(path, text, suspects) ?? importsIn(path, text, () => text);
}

function importsIn(
  path: string,
  text: string,
  select: (path: string, text: string) => string | ts.SourceFile,
): readonly Found[] | undefined {
  try {
    const { ast: program } = parseAndGenerateServices(select(path, text), {
      filePath: path,
      range: true,
      // Nobody reads it, but to leave it out takes a second walk, in which `delete` makes every node slow.
      loc: true,
      tokens: false,
      comment: false,
      jsDocParsingMode: 'none',
      suppressDeprecatedPropertyWarnings: true,
    });
    return new ImportWalk(text).run(program as Node);
  } catch {
    // Half-typed code, or nested deeper than the stack: the tolerant parser has its turn.
    return undefined;
  }
}

class ImportWalk {
  readonly #text: string;
  readonly #found: Found[] = [];
  /** `require` calls wait until every declaration of the file has been seen. */
  readonly #requires: { readonly found: Found; readonly isShadowed: () => boolean }[] = [];
  /** Modules that the file makes up for its tests. */
  readonly #madeUp = new Set<string>();
  readonly #scopes: ScopeStack;

  constructor(text: string) {
    this.#text = text;
    this.#scopes = new ScopeStack(text);
  }

  run(program: Node): readonly Found[] {
    this.#visit(program);
    const required = this.#requires.filter(({ isShadowed }) => !isShadowed()).map(({ found }) => found);
    return [...this.#found, ...required].filter(({ specifier }) => !this.#madeUp.has(specifier));
  }

  #visit(node: Node): void {
    const leave = this.#scopes.enter(node);
    this.#collect(node);
    for (const key in node) {
      if (key === 'parent' || key === 'range' || key === 'loc') continue;
      const child: unknown = node[key as keyof Node];
      if (Array.isArray(child)) child.forEach((item) => isNode(item) && this.#visit(item));
      else if (isNode(child)) this.#visit(child);
    }
    leave();
  }

  #collect(node: Node): void {
    switch (node.type) {
      case T.ImportDeclaration:
        return this.#add(node.source, 'import', node, node.importKind === 'type' || allInlineTypes(node.specifiers));
      case T.ExportAllDeclaration:
        return this.#add(node.source, 'export-from', node, node.exportKind === 'type');
      case T.ExportNamedDeclaration:
        if (node.source === null) return undefined;
        return this.#add(
          node.source,
          'export-from',
          node,
          node.exportKind === 'type' || allInlineTypes(node.specifiers),
        );
      case T.ImportExpression:
        return this.#add(node.source, 'dynamic-import', node, false);
      case T.TSImportType:
        return this.#add(node.source, 'import-type', node, true);
      case T.TSImportEqualsDeclaration:
        if (node.moduleReference.type !== T.TSExternalModuleReference) return undefined;
        return this.#add(node.moduleReference.expression, 'import-equals', node, node.importKind === 'type');
      case T.CallExpression:
        return this.#addCall(node);
      default:
        return undefined;
    }
  }

  #add(literal: Node, form: ImportForm, statement: Node, typeOnly: boolean): void {
    const found = this.#fromLiteral(literal, form, statement, typeOnly);
    if (found !== undefined) this.#found.push(found);
  }

  /** Throws where the literal has no end: of JavaScript the parser takes that for a fault of no matter. */
  #fromLiteral(literal: Node, form: ImportForm, statement: Node, typeOnly: boolean): Found | undefined {
    const specifier = literalText(literal);
    if (specifier === undefined) return undefined;
    const [start, end] = literal.range;
    if (!isClosed(this.#text, start, end)) throw new SyntaxError('a string without its end');
    return { specifier, form, typeOnly, start, end, statement: statement.range[0] };
  }

  #addCall(call: TSESTree.CallExpression): void {
    const madeUp = virtualMock(call);
    if (madeUp !== undefined) this.#madeUp.add(madeUp);
    const form = requireForm(call.callee);
    const [argument] = call.arguments;
    if (form === undefined || argument === undefined) return;
    const found = this.#fromLiteral(argument, form, call, false);
    if (found !== undefined) this.#requires.push({ found, isShadowed: this.#scopes.shadowTest() });
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** `import { type A, type B } from 'x'`; an empty list is a side effect, not a type. */
function allInlineTypes(specifiers: readonly Node[]): boolean {
  return (
    specifiers.length > 0 &&
    specifiers.every(
      (specifier) =>
        (specifier.type === T.ImportSpecifier && specifier.importKind === 'type') ||
        (specifier.type === T.ExportSpecifier && specifier.exportKind === 'type'),
    )
  );
}

/** A string, or a template without substitutions. */
function literalText(node: Node): string | undefined {
  if (node.type === T.Literal) return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== T.TemplateLiteral || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** `require(…)`, `module.require(…)`, `require.resolve(…)`. */
function requireForm(callee: Node): 'require' | 'require-resolve' | undefined {
  if (callee.type === T.Identifier) return callee.name === 'require' ? 'require' : undefined;
  if (callee.type !== T.MemberExpression || callee.computed) return undefined;
  const path = `${callee.object.type === T.Identifier ? callee.object.name : ''}.${callee.property.type === T.Identifier ? callee.property.name : ''}`;
  if (path === 'module.require') return 'require';
  return path === 'require.resolve' ? 'require-resolve' : undefined;
}
