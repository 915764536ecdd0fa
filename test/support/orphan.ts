import fs from 'node:fs';
import path from 'node:path';
import { homeOf } from './engine.ts';
import type { TempProject } from './temp-project.ts';

/** What an engine left open of a project, as if the process of its window had died. */
export function orphan(app: TempProject): void {
  const folder = path.join(homeOf(app), 'state/write-ahead');
  for (const name of fs.readdirSync(folder)) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    fs.writeFileSync(path.join(folder, name), text.replace(/"pid": \d+/, '"pid": 4194304'));
  }
}
