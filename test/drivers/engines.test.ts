import assert from 'node:assert/strict';
import { install } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { load } from '../support/manager-projects.ts';
import { useManager } from '../support/manager-suite.ts';
import { testManagers, type TestManager } from '../support/managers.ts';
import type { FileBody } from '../support/temp-project.ts';

type Files = Readonly<Record<string, FileBody>>;

/** What asks for a Node, or for a system, that nobody has; and the managers that refuse it, by label. The others install. */
interface Row {
  readonly what: string;
  readonly spec: string;
  readonly files?: (manager: TestManager, npmrc: string) => Files;
  /** Undefined: every manager. Where it is a setting, others have none of its kind. */
  readonly only?: RegExp;
  readonly refusedBy: RegExp;
  /** What the manager itself calls it. */
  readonly says: RegExp;
}

const strict = ({ id }: TestManager, npmrc: string): Files => ({
  '.npmrc': `${npmrc}engine-strict=true\n`,
  ...(id === 'pnpm' ? { 'pnpm-workspace.yaml': 'packages: []\nengineStrict: true\n' } : {}),
});
const wanting = (fields: object): Files => ({ 'package.json': { name: 'app', private: true, ...fields } });
const engines = { engines: { node: '>=99' } };
const devEngines = { devEngines: { runtime: { name: 'node', version: '>=99', onFail: 'error' } } };
const node = />=99/;

const rows: readonly Row[] = [
  { what: 'a package whose engines fit', spec: 'fx-fits', only: /pnpm/, refusedBy: /^$/, says: /^/ },
  { what: 'a package whose engines do not fit', spec: 'fx-engines@2.0.0', refusedBy: /^yarn-1$/, says: node },
  {
    what: 'a package whose engines do not fit, where the project is strict about it',
    spec: 'fx-engines@2.0.0',
    files: strict,
    only: /pnpm|npm/,
    refusedBy: /^p?npm-/,
    says: node,
  },
  {
    what: 'a project whose own engines do not fit',
    spec: 'fx-tiny',
    files: () => wanting(engines),
    refusedBy: /^yarn-1$/,
    says: node,
  },
  {
    what: 'a project whose own engines do not fit, and that is strict about it',
    spec: 'fx-tiny',
    files: (manager, npmrc) => ({ ...wanting(engines), ...strict(manager, npmrc) }),
    only: /pnpm|npm/,
    refusedBy: /^p?npm-/,
    says: node,
  },
  {
    what: 'a project whose own devEngines do not fit',
    spec: 'fx-tiny',
    files: () => wanting(devEngines),
    refusedBy: /^(?:npm-|pnpm-12$)/,
    says: node,
  },
  {
    what: 'a project that names another Node to be fetched, and a package whose engines fit',
    spec: 'fx-fits',
    files: (_, npmrc) => ({ '.npmrc': `${npmrc}use-node-version=22.1.0\nnode-mirror:release=http://127.0.0.1:9/\n` }),
    only: /pnpm/,
    refusedBy: /^$/,
    says: /^/,
  },
];

describe('engines', () => {
  // How a tree is laid out has no say in it.
  const managers = testManagers().filter(({ label }) => !label.startsWith('yarn-4-'));
  for (const { label } of managers) describe(`with ${label}`, () => engineTable(label));
});

function engineTable(label: string): void {
  const { manager, registry, project, open } = useManager(label);

  before(() => {
    registry().publish({ name: 'fx-fits', versions: { '1.0.0': { manifest: { engines: { node: '>=1' } } } } });
    registry().publish({ name: 'fx-elsewhere', versions: { '1.0.0': { manifest: { os: ['nowhere'] } } } });
  });

  const npmrc = (): string => `registry=${registry().url}/\naudit=false\nfund=false\n`;
  const attempt = async (spec: string, files: Files = {}) => {
    const app = project(files);
    const before = wholeTree(app);
    const operation = await install(await open(app), spec);
    return { app, before, operation };
  };

  for (const { what, spec, files, only, refusedBy, says } of rows) {
    if (only?.test(label) === false) continue;
    const isRefused = refusedBy.test(label);
    it(`${isRefused ? 'refuse' : 'let through'} ${what}`, async () => {
      const { app, before, operation } = await attempt(spec, files?.(manager, npmrc()));
      const { status, error } = operation;
      if (!isRefused) {
        assert.equal(status, 'succeeded', JSON.stringify(error));
        assert.match(String(load(app, spec.replace(/@.*/, ''))), /^fx-/);
        return;
      }
      assert.equal(error?.code, 'QM_ENGINE_MISMATCH', JSON.stringify(error));
      assert.ok(error.message !== '' && error.hint !== '');
      assert.match(error.details ?? '', says);
      assert.deepEqual(wholeTree(app), before);
    });
  }

  // Yarn 4 and Bun leave such a package out and end well, so that it is missed afterwards; pnpm installs it.
  const codes: readonly (readonly [RegExp, string | undefined])[] = [
    [/^(?:npm-|yarn-1$)/, 'QM_ENGINE_MISMATCH'],
    [/^(?:yarn-4|bun)/, 'QM_VERIFY_FAILED'],
  ];
  const code = codes.find(([labels]) => labels.test(label))?.[1];
  it(`${code === undefined ? 'let through' : `end with ${code} for`} a package for another system`, async () => {
    const { app, before, operation } = await attempt('fx-elsewhere');
    assert.equal(operation.error?.code, code, JSON.stringify(operation.error));
    if (code === undefined) assert.equal(load(app, 'fx-elsewhere'), 'fx-elsewhere@1.0.0');
    else assert.deepEqual(wholeTree(app), before);
    if (code !== undefined) assert.notEqual(operation.error?.details ?? '', '', 'what the manager said');
  });
}
