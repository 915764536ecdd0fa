import assert from 'node:assert/strict';
import path from 'node:path';
import { parseDemoArguments, UsageError } from '../../demo/arguments.ts';
import { popular } from '../../demo/draw.ts';
import { run } from '../../support/run-command.ts';
import { useTempProjects } from '../../support/temp-project.ts';

const main = path.join(import.meta.dirname, '../../demo/main.ts');

describe('what the demo is asked', () => {
  const makeProject = useTempProjects();

  it('is two packages of the list, a seed, or a folder to open', () => {
    const [one, two] = popular();
    assert.ok(one !== undefined && two !== undefined);
    assert.deepEqual(parseDemoArguments([], 7), { kind: 'demo', seed: 7, packages: undefined });
    assert.deepEqual(parseDemoArguments(['--seed', '42', '--packages', `${one.name}, ${two.name}`], 7), {
      kind: 'demo',
      seed: 42,
      packages: [one, two],
    });
    const { folder } = makeProject();
    assert.deepEqual(parseDemoArguments(['--open', folder], 7), { kind: 'open', folder });
    assert.deepEqual(parseDemoArguments(['--open'], 7), { kind: 'open', folder: undefined });
  });

  it('takes a package however far down the list it stands', () => {
    const list = popular();
    const [one, last] = [list[2_000], list.at(-1)];
    assert.ok(one !== undefined && last !== undefined);
    const asked = parseDemoArguments(['--packages', `${one.name},${last.name}`], 7);
    assert.deepEqual(asked, { kind: 'demo', seed: 7, packages: [one, last] });
    assert.ok(last.name !== '' && last.version !== '');
  });

  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [['--packages', 'axios'], /^--packages takes two names/],
    [['--packages', 'axios,axios'], /^--packages takes two names/],
    [['--packages', 'axios,zod,chalk'], /^--packages takes two names/],
    [['--packages', ''], /^--packages takes two names/],
    [
      ['--packages', 'axios,nobody-has-this'],
      /^"nobody-has-this" is not in data\/npm-popular\.txt, and autopilot installs only names/,
    ],
    [['--packages'], /usage: npm run demo/],
    [['--seed', 'x'], /^--seed takes a whole number/],
    [['--seed', ''], /^--seed takes a whole number/],
    [['--open', '/nowhere/at/all'], /^--open takes a folder: there is none at \/nowhere\/at\/all/],
    [['--open', '/tmp', 'extra'], /^"extra" is one word too many/],
    [['extra'], /^"extra" is one word too many/],
    [['--fast'], /usage: npm run demo/],
  ];
  for (const [args, said] of refused) {
    it(`is refused in a sentence: ${JSON.stringify(args.join(' '))}`, () => {
      assert.throws(
        () => parseDemoArguments(args, 7),
        (error) => error instanceof UsageError && said.test(error.message),
      );
    });
  }

  it('ends with 2 and no stack where it makes no sense', async () => {
    const { code, stdout, stderr } = await run(process.execPath, [main, '--packages', 'one']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, '--packages takes two names with a comma between them, not "one".\n');
  });
});
