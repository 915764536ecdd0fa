import { startInstalls } from '../installs.ts';
import { median, type Row } from '../report.ts';

const rounds = 9;
const packages = ['axios', 'chalk', 'dayjs', 'express', 'lodash', 'nanoid', 'react', 'zod'];
const ranges = Object.fromEntries(packages.map((name) => [name, '*']));

/** Eight packages that are asked for at once, beside one command that names them all and the two that we run. */
export async function measureBatch(): Promise<readonly Row[]> {
  const installs = await startInstalls();
  const { inProject, perform } = installs;
  const times = { one: [] as number[], two: [] as number[], ours: [] as number[], shown: [] as number[] };
  try {
    for (let round = -1; round < rounds; round++) {
      const one = await inProject({}, ({ folder }) => perform({ kind: 'hand-add', folder, packages }));
      const two = await inProject(ranges, ({ folder }) => perform({ kind: 'hand', folder }));
      const atOnce = (isShown: boolean): Promise<number> =>
        inProject({}, ({ folder }) => perform({ kind: 'at-once', folder, packages, isShown }));
      const ours = await atOnce(false);
      const shown = await atOnce(true);
      // The first round fills caches and loads what is lazy.
      if (round < 0) continue;
      times.one.push(one);
      times.two.push(two);
      times.ours.push(ours);
      times.shown.push(shown);
    }
  } finally {
    await installs.stop();
  }
  return [
    { what: 'by hand: npm install with eight names', unit: 'ms', values: times.one },
    { what: 'by hand: npm install --package-lock-only, npm ci', unit: 'ms', values: times.two },
    { what: 'eight requests at once, one operation', unit: 'ms', values: times.ours, bar: barOf(times.two) },
    { what: 'the same, beside one npm install', unit: 'ms', values: times.ours, bar: barOf(times.one) },
    {
      what: 'by a dashboard that shows them, beside one npm install',
      unit: 'ms',
      values: times.shown,
      bar: barOf(times.one),
    },
  ];
}

function barOf(hand: readonly number[]): number {
  return median(hand) * 1.2 + 300;
}
