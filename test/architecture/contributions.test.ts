import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  commandIds,
  contextKeys,
  settingIds,
  viewContainerIds,
  viewIds,
} from '../../src/hosts/vscode/contributions.ts';

const root = path.join(import.meta.dirname, '../..');

interface Contributed {
  readonly commands: readonly { readonly command: string; readonly category: string; readonly enablement?: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, object>> };
  readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
}

describe('package.json and the code', () => {
  const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
  const { contributes } = JSON.parse(text) as { readonly contributes: Contributed };

  it('name the same commands, all of one category', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), commandIds.toSorted());
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Quartermaster']);
  });

  it('name the same settings, each of them read somewhere', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).toSorted(), settingIds.toSorted());
    const code = fs
      .globSync('src/hosts/vscode/**/*.ts', { cwd: root })
      .filter((file) => !file.endsWith('contributions.ts'))
      .map((file) => fs.readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    const unread = settingIds.filter((id) => !code.includes(`'${id.replace('quartermaster.', '')}'`));
    assert.deepEqual(unread, []);
  });

  it('name the same views and containers', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      viewContainerIds,
    );
    const views = Object.values(contributes.views).flat();
    assert.deepEqual(
      views.map(({ id }) => id),
      viewIds,
    );
  });

  it('use no context key and no menu command that the code does not know', () => {
    const conditions = [
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
      ...Object.values(contributes.menus)
        .flat()
        .map(({ when }) => when),
    ];
    const keys = conditions.flatMap((condition) => condition.match(/\bquartermaster\.(?!dashboard)\w+/g) ?? []);
    assert.deepEqual([...new Set(keys)], contextKeys);
    const known: readonly string[] = commandIds;
    const strangers = Object.values(contributes.menus)
      .flat()
      .filter(({ command }) => !known.includes(command));
    assert.deepEqual(strangers, []);
  });

  it('have a text for every key, and no text too many', () => {
    const texts = JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
    const used = [...text.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual(Object.keys(texts).toSorted(), [...new Set(used)].toSorted());
    assert.deepEqual(
      Object.entries(texts).filter(([, value]) => value.trim() === ''),
      [],
    );
  });
});
