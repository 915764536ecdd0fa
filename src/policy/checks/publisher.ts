import { t } from '@vscode/l10n';
import { oneLine } from '../../base/one-line.ts';
import type { PublishedVersion } from '../../ports/registry.ts';
import { earlierVersions, hidesPublishers } from '../published.ts';
import type { CheckAnswer, TrustCheck } from './check.ts';
import { hidden } from './hidden.ts';

/** Letters of a name that the registry tells. */
const mostQuoted = 214;

/**
 * Whoever published the version has published the package before, or brings nothing new with it: a stolen account and a new
 * maintainer look alike, and what both need to do harm is a script or a dependency that was not there before.
 */
export const publisherCheck: TrustCheck = {
  name: 'publisher',
  test(input) {
    const { version, registry } = input;
    if (registry?.ok !== true || version === undefined) return unknown();
    if (hidesPublishers(registry.packument)) return hidden(input, untold());
    const published = registry.packument.versions.get(version);
    if (published === undefined) return unknown();
    const earlier = earlierVersions(registry.packument, version);
    const [before] = earlier;
    if (published.publisher === undefined) {
      // The registry noted it for nobody in its first years.
      return earlier.every((one) => one.publisher === undefined) ? hidden(input, untold()) : unknown();
    }
    const publisher = oneLine(published.publisher, mostQuoted);
    if (before === undefined)
      return answer('allow', t('Published by {0}, who published no version before it.', publisher));
    if (earlier.some((one) => one.publisher === published.publisher)) {
      return answer('allow', t('Published by {0}, like versions before it.', publisher));
    }
    const news = newIn(published, before);
    return news === undefined
      ? answer('allow', t('Published by {0} for the first time, with nothing new that could run.', publisher))
      : answer(
          'ask',
          t(
            'Published by {0}, who never published it before, with something new: {1}.',
            publisher,
            oneLine(news, mostQuoted),
          ),
        );
  },
};

/** The first script or dependency that the version before had not. */
function newIn(version: PublishedVersion, before: PublishedVersion): string | undefined {
  const isNew = (list: readonly string[]) => (name: string) => !list.includes(name);
  return (
    version.installScripts.find(isNew(before.installScripts)) ?? version.dependencies.find(isNew(before.dependencies))
  );
}

function answer(result: CheckAnswer['result'], reason: string): CheckAnswer {
  return { result, reason, source: 'registry' };
}

function unknown(): CheckAnswer {
  return answer('unknown', untold());
}

function untold(): string {
  return t('The registry does not say who published it.');
}
