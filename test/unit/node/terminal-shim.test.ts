import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { writeTerminalShim } from '../../../src/node/terminal-shim.ts';
import { run } from '../../support/run-command.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('the command in terminals', () => {
  const useProject = useTempProjects();

  it('runs a script on the Node that wrote it, with what it was given and told, whatever the folders are called', async () => {
    const project = useProject({
      files: {
        "it's $HOME/cli.js":
          'console.log(JSON.stringify([process.execPath, ...process.argv.slice(2)]));process.exit(3);',
        'old/node': '#!/bin/sh\necho v18.0.0\nexit 9\n',
      },
    });
    fs.chmodSync(project.path('old/node'), 0o755);
    const folder = project.path("the user's/bin");
    writeTerminalShim(folder, project.path("it's $HOME/cli.js"));
    // Once more, as each window does.
    writeTerminalShim(folder, project.path("it's $HOME/cli.js"));
    const args = ['scan', 'a b', '$HOME', "'", ''];
    const env = { ...process.env, PATH: `${project.path('old')}${path.delimiter}${process.env.PATH}` };
    const { code, stdout } = await run(path.join(folder, 'quartermaster'), args, { env });
    assert.deepEqual(JSON.parse(stdout), [process.execPath, ...args]);
    assert.equal(code, 3);
  });
});
