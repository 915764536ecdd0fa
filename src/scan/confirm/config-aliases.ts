import ts from 'typescript';
import { aliasOfPattern, type ConfigAlias } from '../configs/config-alias.ts';
import { isImportMap, isPage } from '../configs/config-files.ts';
import { scriptElements } from '../embedded/tags.ts';
import { treeOf } from './tree.ts';

/**
 * What a configuration says about bare specifiers, read off its syntax: it is never run. Covered are `alias` in all its
 * shapes (webpack, Vite, Rollup, Babel's module-resolver, Nuxt, SvelteKit, Parcel), Jest's `moduleNameMapper`, folders in
 * which modules are looked up, and what a plugin resolves by itself (`resolveId`, Rollup's `virtual`). What is computed
 * says nothing. JSON is read as well.
 */
export function configAliases(path: string, text: string): readonly ConfigAlias[] {
  if (isPage(path)) return importMapsOf(text).flatMap((map) => read(`${path}.ts`, `(${map})`, true));
  const isJson = text.trimStart().startsWith('{');
  return isJson ? read(`${path}.ts`, `(${text})`, isImportMap(path)) : read(path, text, false);
}

function importMapsOf(page: string): readonly string[] {
  return scriptElements(page)
    .filter(({ tag }) => tag.attributes.get('type')?.toLowerCase() === 'importmap')
    .map(({ start, end }) => page.slice(start, end));
}

function read(path: string, text: string, hasImports: boolean): readonly ConfigAlias[] {
  try {
    return new ConfigReader(treeOf(path, text), hasImports).read();
  } catch {
    // Too deep to be read: nothing can be known.
    return [];
  }
}

const aliasKeys = /^_?(?:module|resolve)?alias(?:es)?$/i;
const folderKeys: ReadonlySet<string> = new Set(['modules', 'moduleDirectories', 'modulePaths', 'root']);

const globalName =
  /^(?!(?:amd|commonjs\w*|import|jsonp|module\w*|node-commonjs|promise|script|system|umd2?)$)(?:(?:global|self|this|var|window) )?[A-Za-z_$][\w$.]*$/;

class ConfigReader {
  readonly #source: ts.SourceFile;
  readonly #hasImports: boolean;
  readonly #found = new Map<string, ConfigAlias>();
  readonly #variables = new Map<string, ts.Expression>();

  /** `hasImports`: a member of that name is a map of imports. */
  constructor(source: ts.SourceFile, hasImports: boolean) {
    this.#source = source;
    this.#hasImports = hasImports;
  }

  read(): readonly ConfigAlias[] {
    each(this.#source, (node) => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
        this.#variables.set(node.name.text, node.initializer);
      }
    });
    each(this.#source, (node) => this.#look(node));
    return [...this.#found.values()];
  }

  #look(node: ts.Node): void {
    if (ts.isPropertyAssignment(node)) return this.#property(nameOf(node.name), node.initializer);
    if (ts.isShorthandPropertyAssignment(node)) return this.#property(node.name.text, node.name);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return this.#assignment(node.left, node.right);
    }
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isObjectLiteralExpression(node) && !isForNode(node)) this.#externals(this.#memberOf(node, 'externals'));
    if (ts.isFunctionLike(node) && node.name !== undefined && nameOf(node.name) === 'resolveId') this.#resolved(node);
  }

  #property(name: string, value: ts.Expression): void {
    if (aliasKeys.test(name) || name === 'extraNodeModules') this.#aliases(value);
    else if (name === 'moduleNameMapper') this.#mapper(value);
    else if (folderKeys.has(name)) this.#folders(value);
    else if (name === 'resolveId') this.#resolved(value);
    else if (name === 'imports' && this.#hasImports) this.#imports(value);
  }

  /** `config.resolve.alias.name = …`, `config.resolve.alias['name'] = …`, `config.resolve.alias = { … }`. */
  #assignment(left: ts.Expression, right: ts.Expression): void {
    if (isAliasObject(left)) return this.#aliases(right);
    if (ts.isPropertyAccessExpression(left) && isAliasObject(left.expression)) this.#alias(left.name.text, right);
    if (ts.isElementAccessExpression(left) && isAliasObject(left.expression)) {
      const name = this.#textOf(left.argumentExpression);
      if (name !== undefined) this.#alias(name, right);
    }
  }

  #call({ expression: callee, arguments: args }: ts.CallExpression): void {
    const [first, second] = args;
    if (first === undefined) return;
    if (ts.isIdentifier(callee) && callee.text === 'alias') return this.#aliases(this.#memberOf(first, 'entries'));
    if (ts.isIdentifier(callee) && callee.text === 'virtual') return this.#virtual(first);
    if (!ts.isPropertyAccessExpression(callee) || second === undefined) return;
    const isSet = callee.name.text === 'set' && isChainOnAlias(callee.expression);
    const name = isSet ? this.#textOf(first) : undefined;
    if (name !== undefined) this.#alias(name, second);
    if (callee.name.text === 'assign' && isAliasObject(first)) this.#aliases(second);
  }

  #aliases(value: ts.Expression | undefined): void {
    const object = this.#valueOf(value);
    if (object === undefined) return;
    if (ts.isArrayLiteralExpression(object)) {
      for (const entry of object.elements) this.#entry(entry);
    } else if (ts.isObjectLiteralExpression(object)) {
      for (const one of object.properties) {
        if (ts.isSpreadAssignment(one)) this.#aliases(one.expression);
        else if (ts.isPropertyAssignment(one)) this.#alias(this.#keyOf(one.name), one.initializer);
        else if (ts.isShorthandPropertyAssignment(one)) this.#alias(one.name.text, one.name);
      }
    }
  }

  /** `{ find: 'name', replacement: … }`; `find` may be a regular expression. */
  #entry(value: ts.Expression): void {
    const find = this.#valueOf(this.#memberOf(value, 'find'));
    const target = this.#memberOf(value, 'replacement');
    if (find === undefined || target === undefined) return;
    if (ts.isRegularExpressionLiteral(find)) {
      if (!this.#leadsToPackages(target)) this.#add(aliasOfPattern(find.text.slice(1, find.text.lastIndexOf('/'))));
    } else this.#alias(this.#textOf(find), target);
  }

  #alias(name: string | undefined, target: ts.Expression): void {
    if (name === undefined || name === '' || this.#leadsToPackages(target, name)) return;
    if (name.endsWith('$')) this.#add({ kind: 'itself', name: name.slice(0, -1) });
    else if (name.endsWith('/*')) this.#add({ kind: 'beginning', name: name.slice(0, -1) });
    else this.#add({ kind: 'below', name: name.replace(/\/$/, '') });
  }

  /** What is replaced for tests alone, by a mock or by another package, is needed all the same. */
  #mapper(value: ts.Expression): void {
    const object = this.#valueOf(value);
    if (object === undefined || !ts.isObjectLiteralExpression(object)) return;
    for (const one of object.properties) {
      if (!ts.isPropertyAssignment(one)) continue;
      const [target = ''] = this.#stringsIn(one.initializer);
      const isFile = /^(?:<rootDir>|\.{0,2}\/|\$\d)/.test(target) && !/node_modules|mock|stub/i.test(target);
      const key = this.#keyOf(one.name);
      if (isFile && key !== undefined) this.#add(aliasOfPattern(key));
    }
  }

  #folders(value: ts.Expression): void {
    const list = this.#valueOf(value);
    if (list === undefined || !ts.isArrayLiteralExpression(list)) return;
    for (const element of list.elements) {
      const text = this.#stringsIn(element)
        .at(-1)
        ?.replace(/^<rootDir>\/?/, '');
      if (text !== undefined && !text.includes('node_modules')) this.#add({ kind: 'folder', name: text });
    }
  }

  /** A name, or all that begins with one that ends in a slash. */
  #imports(value: ts.Expression): void {
    if (!ts.isObjectLiteralExpression(value)) return;
    for (const { name } of value.properties) {
      const text = name === undefined ? '' : nameOf(name);
      if (text !== '') this.#add({ kind: text.endsWith('/') ? 'beginning' : 'itself', name: text });
    }
  }

  /**
   * `{ jquery: 'jQuery' }`: a global of the page. What a library leaves to whoever uses it names its own package, or how it
   * is loaded (webpack documentation, "Externals").
   */
  #externals(value: ts.Expression | undefined): void {
    const object = this.#valueOf(value);
    if (object === undefined) return;
    if (ts.isArrayLiteralExpression(object)) for (const one of object.elements) this.#externals(one);
    if (!ts.isObjectLiteralExpression(object)) return;
    for (const one of object.properties) {
      const name = ts.isPropertyAssignment(one) ? this.#keyOf(one.name) : undefined;
      const target = ts.isPropertyAssignment(one) ? this.#textOf(one.initializer) : undefined;
      if (name !== undefined && target !== undefined && target !== name && globalName.test(target))
        this.#add({ kind: 'provided', name });
    }
  }

  #virtual(value: ts.Expression): void {
    const object = this.#valueOf(value);
    if (object === undefined || !ts.isObjectLiteralExpression(object)) return;
    for (const one of object.properties) {
      const name = one.name === undefined ? undefined : this.#keyOf(one.name);
      if (name !== undefined) this.#add({ kind: 'itself', name });
    }
  }

  /** What a plugin compares the asked id with. */
  #resolved(body: ts.Node): void {
    each(body, (node) => {
      if (ts.isBinaryExpression(node)) {
        for (const side of [node.left, node.right]) this.#addText('itself', side);
      } else if (ts.isCaseClause(node)) this.#addText('itself', node.expression);
      else if (
        ts.isCallExpression(node) &&
        ts.isPropertyAccessExpression(node.expression) &&
        node.expression.name.text === 'startsWith'
      ) {
        this.#addText('beginning', node.arguments[0]);
      }
    });
  }

  #addText(kind: 'itself' | 'beginning', node: ts.Expression | undefined): void {
    const name = node === undefined ? undefined : this.#textOf(node);
    if (name !== undefined && name !== '') this.#add({ kind, name });
  }

  #add(alias: ConfigAlias | undefined): void {
    if (alias !== undefined) this.#found.set(`${alias.kind} ${alias.name}`, alias);
  }

  /** `vue$: 'vue/dist/vue.esm.js'`, or a copy in node_modules: the package itself is meant. */
  #leadsToPackages(target: ts.Expression, name = ''): boolean {
    const bare = name.replace(/\$$/, '');
    return this.#stringsIn(target).some(
      (text) => text.includes('node_modules') || (bare !== '' && (text === bare || text.startsWith(`${bare}/`))),
    );
  }

  #stringsIn(node: ts.Node): readonly string[] {
    const found: string[] = [];
    each(node, (one) => {
      if (ts.isStringLiteralLike(one)) found.push(one.text);
    });
    return found;
  }

  #memberOf(value: ts.Expression, name: string): ts.Expression | undefined {
    const object = this.#valueOf(value);
    if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
    const found = object.properties.find((one) => one.name !== undefined && nameOf(one.name) === name);
    return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : undefined;
  }

  #keyOf(name: ts.PropertyName): string | undefined {
    return ts.isComputedPropertyName(name) ? this.#textOf(name.expression) : nameOf(name);
  }

  #textOf(node: ts.Expression): string | undefined {
    const value = this.#valueOf(node);
    return value !== undefined && ts.isStringLiteralLike(value) ? value.text : undefined;
  }

  /** What an expression is, through a variable of the file and what TypeScript writes around it. */
  #valueOf(node: ts.Expression | undefined, depth = 0): ts.Expression | undefined {
    if (node === undefined || depth > 8) return undefined;
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
      return this.#valueOf(node.expression, depth + 1);
    }
    if (ts.isIdentifier(node)) return this.#valueOf(this.#variables.get(node.text), depth + 1);
    return node;
  }
}

function each(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
}

function nameOf(name: ts.PropertyName | ts.BindingName): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}

/** `{ target: 'node', externals: … }`: nothing there comes from a page (webpack documentation, "Target"). */
function isForNode(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.some(
    (one) =>
      ts.isPropertyAssignment(one) &&
      nameOf(one.name) === 'target' &&
      ts.isStringLiteralLike(one.initializer) &&
      /node|electron-(?:main|preload)/.test(one.initializer.text),
  );
}

/** `resolve.alias`, `config.resolve!.alias`, or a variable of that name. */
function isAliasObject(node: ts.Expression): boolean {
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return isAliasObject(node.expression);
  }
  return ts.isPropertyAccessExpression(node)
    ? aliasKeys.test(node.name.text)
    : ts.isIdentifier(node) && aliasKeys.test(node.text);
}

/** `config.resolve.alias.set('a', …).set('b', …)` (webpack-chain). */
function isChainOnAlias(node: ts.Expression): boolean {
  if (isAliasObject(node)) return true;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return isChainOnAlias(node.expression);
  return false;
}
