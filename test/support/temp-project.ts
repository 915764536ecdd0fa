import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The contents of a file; an object is written as JSON. */
export type FileBody = string | object;

export interface ProjectOptions {
  /** `theme/leaf` of a folder under test/fixtures, copied first. */
  readonly fixture?: string;
  /** Written over it, by path relative to the project. */
  readonly files?: Readonly<Record<string, FileBody>>;
  /** Written into the project's .npmrc. */
  readonly registry?: { readonly url: string };
}

/** A project on disk that one test owns. */
export interface TempProject {
  /** The real path: no symbolic link in it. */
  readonly folder: string;
  path(relative: string): string;
  exists(relative: string): boolean;
  read(relative: string): string;
  readJson<T = Record<string, unknown>>(relative: string): T;
  write(relative: string, body: FileBody): void;
  delete(relative: string): void;
  /** Removes the whole folder. */
  dispose(): void;
}

/** Makes a project that the caller disposes of. In a test, `useTempProjects` is shorter. */
export function createTempProject({ fixture, files = {}, registry }: ProjectOptions = {}): TempProject {
  const folder = tempFolder('project-');
  if (fixture !== undefined) fs.cpSync(fixtureFolder(fixture), folder, { recursive: true });
  const project = projectIn(folder);
  if (registry) project.write('.npmrc', `registry=${registry.url}/\naudit=false\nfund=false\n`);
  for (const [relative, body] of Object.entries(files)) project.write(relative, body);
  return project;
}

/** To be called in a `describe`: gives a function that makes projects, each removed after the test that made it. */
export function useTempProjects(): (options?: ProjectOptions) => TempProject {
  const projects: TempProject[] = [];
  afterEach(() => {
    for (const project of projects.splice(0)) project.dispose();
  });
  return (options) => {
    const project = createTempProject(options);
    projects.push(project);
    return project;
  };
}

/** A fresh empty folder by its real path. */
export function tempFolder(prefix: string): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
}

function fixtureFolder(fixture: string): string {
  return path.join(import.meta.dirname, '../fixtures', fixture);
}

function projectIn(folder: string): TempProject {
  const resolve = (relative: string): string => path.join(folder, relative);
  const read = (relative: string): string => fs.readFileSync(resolve(relative), 'utf8');
  return {
    folder,
    path: resolve,
    exists: (relative) => fs.existsSync(resolve(relative)),
    read,
    readJson: (relative) => JSON.parse(read(relative)),
    write(relative, body) {
      fs.mkdirSync(path.dirname(resolve(relative)), { recursive: true });
      fs.writeFileSync(resolve(relative), typeof body === 'string' ? body : `${JSON.stringify(body, null, 2)}\n`);
    },
    delete: (relative) => fs.rmSync(resolve(relative), { recursive: true, force: true }),
    dispose: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
