import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/typescript-estree';

const mocks: ReadonlySet<string> = new Set(['mock', 'doMock', 'unstable_mockModule']);

/**
 * The module that a call makes up: `jest.mock(name, factory, { virtual: true })` (Jest documentation, "The Jest object").
 * Calls are chained, so what stands before the method says nothing.
 */
export function virtualMock({ callee, arguments: [name, , options] }: TSESTree.CallExpression): string | undefined {
  if (callee.type !== T.MemberExpression || callee.property.type !== T.Identifier) return undefined;
  if (!mocks.has(callee.property.name) || options?.type !== T.ObjectExpression) return undefined;
  const isVirtual = options.properties.some(
    (one) =>
      one.type === T.Property &&
      one.key.type === T.Identifier &&
      one.key.name === 'virtual' &&
      one.value.type === T.Literal &&
      one.value.value === true,
  );
  return isVirtual && name?.type === T.Literal && typeof name.value === 'string' ? name.value : undefined;
}
