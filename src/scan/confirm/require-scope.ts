import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/typescript-estree';

type Node = TSESTree.Node;

/**
 * Knows where a file declares a `require` of its own: then a call is no import. One that comes from
 * `createRequire(import.meta.url)` is the real one, and `declare` only describes it.
 */
export class ScopeStack {
  readonly #text: string;
  readonly #open: Node[] = [];
  /** Scopes that declare `require`, anywhere in them: declarations are hoisted. */
  readonly #declaring = new Set<Node>();

  constructor(text: string) {
    this.#text = text;
  }

  /** To be called before a node's children are visited; the returned function after them. */
  enter(node: Node): () => void {
    this.#declare(node);
    if (!isScope(node)) return nothing;
    this.#open.push(node);
    return () => void this.#open.pop();
  }

  /** Answers, once the whole file was visited, whether `require` is somebody else's at this place. */
  shadowTest(): () => boolean {
    const scopes = [...this.#open];
    return () => scopes.some((scope) => this.#declaring.has(scope));
  }

  #declare(node: Node): void {
    switch (node.type) {
      case T.FunctionDeclaration:
      case T.ClassDeclaration:
        if (isRequire(node.id) && !node.declare) this.#mark(this.#nearest(isScope));
        if (node.type === T.FunctionDeclaration) this.#markParameters(node);
        return;
      case T.FunctionExpression:
      case T.ArrowFunctionExpression:
        if (isRequire(node.id)) this.#mark(node);
        return this.#markParameters(node);
      case T.CatchClause:
        if (node.param !== null && bindsRequire(node.param)) this.#mark(node.body);
        return;
      case T.VariableDeclaration:
        if (node.declarations.some((one) => this.#shadows(one)) && !node.declare) {
          this.#mark(this.#nearest(node.kind === 'var' ? isFunctionScope : isScope));
        }
        return;
      case T.ImportDeclaration:
        if (node.specifiers.some(({ local }) => isRequire(local))) this.#mark(this.#nearest(isFunctionScope));
        return;
      default:
        return;
    }
  }

  #shadows({ id, init }: TSESTree.VariableDeclarator): boolean {
    return bindsRequire(id) && !(init !== null && /\bcreateRequire\b/.test(this.#text.slice(...init.range)));
  }

  #markParameters(
    node: TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression,
  ): void {
    if (node.params.some(bindsRequire)) this.#mark(node);
  }

  #nearest(isIt: (node: Node) => boolean): Node | undefined {
    return this.#open.findLast(isIt);
  }

  #mark(scope: Node | undefined): void {
    if (scope !== undefined) this.#declaring.add(scope);
  }
}

function nothing(): void {}

function isFunctionScope(node: Node): boolean {
  return (
    node.type === T.Program ||
    node.type === T.FunctionDeclaration ||
    node.type === T.FunctionExpression ||
    node.type === T.ArrowFunctionExpression ||
    node.type === T.StaticBlock ||
    node.type === T.TSModuleBlock
  );
}

function isScope(node: Node): boolean {
  return (
    isFunctionScope(node) ||
    node.type === T.BlockStatement ||
    node.type === T.ForStatement ||
    node.type === T.ForInStatement ||
    node.type === T.ForOfStatement ||
    node.type === T.SwitchStatement
  );
}

function isRequire(node: Node | null | undefined): boolean {
  return node?.type === T.Identifier && node.name === 'require';
}

/** True where a parameter or pattern binds the name `require`. */
function bindsRequire(pattern: Node | null): boolean {
  switch (pattern?.type) {
    case T.Identifier:
      return isRequire(pattern);
    case T.AssignmentPattern:
      return bindsRequire(pattern.left);
    case T.RestElement:
      return bindsRequire(pattern.argument);
    case T.ArrayPattern:
      return pattern.elements.some(bindsRequire);
    case T.ObjectPattern:
      return pattern.properties.some((one) => bindsRequire(one.type === T.RestElement ? one.argument : one.value));
    case T.TSParameterProperty:
      return bindsRequire(pattern.parameter);
    default:
      return false;
  }
}
