import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { DashboardModel } from '../../../../../src/hosts/vscode/dashboard/dashboard-model.ts';
import { OperationPage } from '../../../../../src/hosts/vscode/dashboard/operation-page.ts';
import type { FolderEntry } from '../../../../../src/hosts/vscode/folders.ts';
import { never, useEngines } from '../../../../support/engine.ts';
import { useTempProjects } from '../../../../support/temp-project.ts';

describe('the page of a package, as the host has it', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  /** A window on a project that imports axios and has nothing. */
  async function windowOn(isTrusted: boolean, isScanned = true) {
    const app = makeProject({ files: { 'package.json': { name: 'app' }, 'index.js': "import 'axios';\n" } });
    const engine = await start(app);
    if (isScanned) await engine.scan(never);
    const entry: FolderEntry = {
      key: '1',
      engine,
      folder: { name: 'app' } as WorkspaceFolder,
      ready: Promise.resolve(),
    };
    const model = new DashboardModel({
      folders: { all: [entry] },
      isTrusted: () => isTrusted,
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      failed: (_entry, error) => assert.fail(String(error)),
    });
    return { app, engine, page: new OperationPage(model, 'en', () => undefined) };
  }

  const row = '1:undeclared::axios';

  it('says at once what can be said, that the rest is asked, and calls nothing trusted', async () => {
    const { page } = await windowOn(true);
    page.open(row);
    const details = page.details();
    assert.ok(details?.kind === 'package');
    const { id, name, version, asking, trusted, checks } = details;
    assert.deepEqual([id, name, version, asking, trusted], [row, 'axios', undefined, true, false]);
    assert.equal(checks.find(({ check }) => check === 'exists')?.reason, 'No registry was asked.');
  });

  it('has the answer once there is one', async () => {
    const { engine, page } = await windowOn(true);
    page.open(row);
    const [finding] = engine.findings;
    assert.ok(finding?.kind === 'undeclared');
    await engine.proposal(finding.package, '', never);
    const details = page.details();
    assert.ok(details?.kind === 'package');
    assert.equal(details.asking, false);
  });

  it('waits for nobody where nobody may be asked, and installs nothing there', async () => {
    const { page } = await windowOn(false);
    page.open(row);
    const details = page.details();
    assert.ok(details?.kind === 'package');
    assert.deepEqual([details.asking, details.canInstall], [false, false]);
  });

  it('says so where the package is not missing any more', async () => {
    const { page } = await windowOn(true);
    for (const other of ['1:undeclared::zod', '7:undeclared::axios']) {
      page.open(other);
      assert.deepEqual(page.details(), { kind: 'mended', id: other });
    }
  });

  it('says nothing before the folder was looked at', async () => {
    const { page } = await windowOn(true, false);
    page.open(row);
    assert.equal(page.details(), undefined);
  });
});
