import { t } from '@vscode/l10n';
import type { RelativePath } from '../../../base/path.ts';
import { projectOfManifest } from '../../../model/project.ts';
import type { Session } from '../session.ts';
import { buildOne } from './build-one.ts';
import { listUnbuilt } from './list-unbuilt.ts';
import { buildUsage } from './shown-build.ts';
import type { Verb } from './verb.ts';
import { flagText, owningFolder, packageNamed } from './words.ts';

export const buildVerb: Verb = {
  name: 'build',
  usage: () => 'build [NAME[@VERSION]]',
  help: () => t('the packages whose install scripts were not run; run those of one of them'),
  flags: {
    project: { type: 'string' },
    share: { type: 'boolean' },
    yes: { type: 'boolean' },
    hash: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  options: () => [
    ['--project DIR', t('of the project in another folder of this workspace')],
    ['--share', t('also write where the package manager looks that it may be built, for the team')],
    ['--hash H', t('run what was shown and nothing else, by the hash that was shown with it')],
    ['--yes', t('do not ask; needs --hash')],
    ['--dry-run', t('show what would be run, run nothing')],
  ],
  mostWords: 1,
  async run(session, [word], flags) {
    const hash = flagText(flags, 'hash');
    await session.engine.scan(session.signal);
    const project = await projectAsked(session, flagText(flags, 'project'));
    if (word === undefined) {
      if (hash !== undefined || flags['yes'] === true || flags['share'] === true)
        throw buildUsage(t('Name the package that is to be built.'));
      return listUnbuilt(session, project);
    }
    const at = word.indexOf('@', 1);
    const [name, version] = at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
    const wanted = { name: packageNamed(name), version, project };
    const [yes, isDry, share] = ['yes', 'dry-run', 'share'].map((flag) => flags[flag] === true) as [
      boolean,
      boolean,
      boolean,
    ];
    return buildOne(session, wanted, { hash, yes, isDry, share });
  },
};

/** Root folder of the project that `--project` leads to, be it by one of its members. */
async function projectAsked(session: Session, typed: string | undefined): Promise<RelativePath | undefined> {
  if (typed === undefined) return undefined;
  const folder = await owningFolder(session, typed);
  const { projects } = await session.engine.projects(session.signal);
  return projectOfManifest({ projects, faults: [] }, folder)?.root ?? folder;
}
