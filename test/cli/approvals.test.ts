import assert from 'node:assert/strict';
import { cli, type CliResult } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { useHermeticProcess } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';
import { typed } from '../support/typed-cli.ts';
import { useOsv } from '../support/use-osv.ts';

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly status: string;
  readonly packages: readonly { readonly name: string; readonly from: string | null; readonly to: string | null }[];
}

describe('what waits for an approval, on the command line', () => {
  useHermeticProcess();
  const projects = useCliProjects();
  useOsv();

  /** With the state of whoever sits at the terminal. */
  const run = (app: TempProject, args: readonly string[], input?: string): Promise<CliResult> =>
    cli(app, args, { env: { QUARTERMASTER_HOME: process.env['QUARTERMASTER_HOME'] ?? '' }, ...(input && { input }) });
  const rows = (result: CliResult): readonly Row[] => result.document<{ approvals: readonly Row[] }>().approvals;
  const short = ({ id }: Row): string => id.slice(0, 8);

  /** A project in which an agent asked for packages that the gate asks about, and the row of each. */
  async function asked(...packages: readonly { readonly name: string; readonly version?: string }[]) {
    const app = projects.project();
    const payload = JSON.stringify({ packages, triggeredBy: 'manual' });
    const call = await run(app, ['call', 'ai-package-auto-installer', '--json'], payload);
    assert.deepEqual([call.code, call.document()['operation'], call.document()['decision']], [1, null, 'ask']);
    const list = await run(app, ['approvals', '--json']);
    assert.equal(list.code, 1, list.stderr);
    return { app, waiting: rows(list) };
  }

  const lookalike = { name: 'lodahs' };
  /** Its advisory asks, which a script may answer. */
  const vulnerable = { name: 'fx-vuln', version: '1.0.1' };

  it('says that nothing waits, and makes no state for that', async () => {
    const app = projects.project();
    const { code, stdout } = await run(app, ['approvals']);
    assert.deepEqual([code, stdout], [0, 'Nothing waits for your approval.\n']);
    assert.deepEqual(rows(await run(app, ['approvals', '--json'])), []);
    assert.equal(app.exists('.quartermaster'), false);
  });

  it('lists what an agent asked for, with why, until when, and what answers it', async () => {
    const { app, waiting } = await asked(vulnerable);
    const [row, ...others] = waiting;
    assert.ok(row !== undefined && others.length === 0);
    assert.deepEqual(
      [row.status, row['triggeredBy'], row['claimedTrigger'], row.packages.map(({ name, to }) => [name, to])],
      ['awaiting-approval', 'agent', 'manual', [['fx-vuln', '1.0.1']]],
    );
    assert.match(String(row['baseHash']), /^[0-9a-f]{64}$/);
    const plan = row['plan'] as { packages: readonly object[] };
    assert.deepEqual(plan.packages, [
      { package: 'fx-vuln', manifest: '', field: 'dependencies', range: '1.0.1', version: '1.0.1' },
    ]);
    const { stdout } = await run(app, ['approvals']);
    const [first, ...lines] = stdout.trimEnd().split('\n');
    assert.equal(first, `${row.id}  awaiting approval  install fx-vuln 1.0.1`);
    assert.equal(lines[0], '  fx-vuln 1.0.1 into dependencies of package.json');
    assert.match(lines[1] ?? '', /^ {2}fx-vuln {2}asks: GHSA-/);
    assert.deepEqual(lines.slice(2), [
      `  Waits until: ${String(row['expiresAt'])}`,
      `  quartermaster approve ${short(row)}`,
      `  quartermaster reject ${short(row)}`,
    ]);
    const shown = await run(app, ['show', short(row)]);
    assert.match(shown.stdout, new RegExp(`^Waits until: ${String(row['expiresAt'])}$`, 'm'));
  });

  it('is approved by a script where no person has to look at it, and the record says so', async () => {
    const { app, waiting } = await asked(vulnerable);
    const id = waiting[0]?.id ?? '';
    const dry = await run(app, ['approve', id, '--dry-run', '--json']);
    assert.deepEqual([dry.code, dry.document()['operation']], [0, null]);
    assert.equal((dry.document()['planned'] as Row).id, id);
    assert.equal(app.exists('node_modules'), false);
    const { code, document, stderr } = await run(app, ['approve', id.slice(0, 8), '--json']);
    assert.equal(code, 0, stderr);
    const operation = document()['operation'] as Row;
    assert.deepEqual(
      [operation.id, operation.status, operation['approvedBy'], operation['rule']],
      [id, 'succeeded', 'a command without a terminal', 'yes-without-terminal'],
    );
    assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-vuln': '1.0.1' });
    assert.equal((await run(app, ['approvals'])).code, 0);
    const shown = await run(app, ['show', id]);
    assert.match(shown.stdout, /^Approved by: a command without a terminal, \d{4}-/m);
    const csv = (await run(app, ['history', '--format', 'csv'])).stdout;
    assert.match(csv, /"approvedBy","approvedAt"\r?\n[^]*"a command without a terminal","\d{4}-/);
    const again = await run(app, ['approve', id]);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /^QM_NOT_OPEN This operation does not wait for approval\./);
  });

  it('is approved by a person alone where the name is a lookalike', async () => {
    const { app, waiting } = await asked(lookalike);
    const id = waiting[0]?.id ?? '';
    const script = await run(app, ['approve', id, '--json']);
    assert.equal(script.code, 2);
    assert.match(
      script.stderr,
      /^QM_GATE_ASK lodahs was not installed: only a person can answer this\. Looks like lodash/,
    );
    assert.equal(rows(await run(app, ['approvals', '--json'])).length, 1);
    const person = await typed(app, ['approve', id]);
    assert.deepEqual([person.code, person.error], [0, '']);
    assert.equal(person.out, `${id}  done  install lodahs 1.0.0\n`);
    assert.match((await run(app, ['show', id])).stdout, /^Approved by: you \(terminal\), /m);
  });

  it('is rejected, and an agent that asks again makes no second row', async () => {
    const { app, waiting } = await asked(lookalike);
    const id = waiting[0]?.id ?? '';
    const dry = await typed(app, ['reject', id, '--dry-run']);
    assert.deepEqual(
      [dry.code, dry.out],
      [0, 'Would say no to this:\n  lodahs ^1.0.0 into dependencies of package.json\n'],
    );
    const { code, out } = await typed(app, ['reject', id]);
    assert.deepEqual([code, out], [0, `${id}  cancelled  install lodahs 1.0.0\n`]);
    assert.match((await run(app, ['show', id])).stdout, /^Decided by: Rejected by you \(terminal\)$/m);
    const payload = JSON.stringify({ packages: [lookalike] });
    const call = await run(app, ['call', 'ai-package-auto-installer', '--json'], payload);
    assert.deepEqual([call.code, call.document()['decision']], [1, 'ask']);
    assert.deepEqual(rows(await run(app, ['approvals', '--json'])), []);
    for (const verb of ['approve', 'reject']) {
      const { code: refused, error } = await typed(app, [verb, id]);
      assert.equal(refused, 2);
      assert.match(error, /^QM_NOT_OPEN This operation does not wait for approval\. Rejected by you \(terminal\)/);
    }
  });

  it('refuses what names no row', async () => {
    const app = projects.project();
    for (const verb of ['approve', 'reject']) {
      for (const [words, problem] of [
        [[], /^QM_USAGE Give the id of an operation\./],
        [['nothing'], /^QM_NO_OPERATION There is no operation nothing\./],
        [['a', 'b'], /^QM_USAGE "b" is one word too many\./],
      ] as const) {
        const { code, stderr } = await run(app, [verb, ...words]);
        assert.equal(code, 2);
        assert.match(stderr, problem);
      }
    }
  });
});
