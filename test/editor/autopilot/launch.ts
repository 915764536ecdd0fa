import type { SuiteLaunch } from '../../support/suite-launch.ts';
import { manifest } from '../support/manifest.ts';

/** A package.json for each group of tests: what one installs or leaves missing never meets another's. */
export const launch: SuiteLaunch = {
  files: {
    'package.json': manifest('suite'),
    'autopilot/package.json': manifest('autopilot'),
    'saving/package.json': manifest('saving'),
    'removed/package.json': manifest('removed', { dependencies: { react: '19.3.1' } }),
    // As much of git as a switch of the branch changes.
    '.git/HEAD': 'ref: refs/heads/main\n',
  },
};
