// These ship no types; declared are the parts that npm-client.ts uses.
declare module '@npmcli/config' {
  export default class Config {
    constructor(options: Record<string, unknown>);
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
    /** Where a setting was found: `default`, `user`, `project`, `env` and so on. */
    find(key: string): string | null;
    get(key: string): unknown;
    /** By where they were found; of each its own settings, those of the ones before it by prototype. */
    readonly data: ReadonlyMap<string, { readonly data: Readonly<Record<string, unknown>> }>;
    delete(key: string, where: string): void;
  }
}
declare module '@npmcli/config/lib/definitions/index.js' {
  const npmDefinitions: {
    readonly definitions: Readonly<Record<string, unknown>> & { readonly registry: { readonly default: string } };
    readonly shorthands: unknown;
    readonly flatten: unknown;
    readonly nerfDarts: readonly string[];
  };
  export default npmDefinitions;
}
declare module '@npmcli/agent' {
  import type { ClientRequest } from 'node:http';
  const agents: {
    readonly Agent: { readonly prototype: { addRequest(request: ClientRequest, options: unknown): unknown } };
  };
  export default agents;
}
