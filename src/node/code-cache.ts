import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** A CommonJS bundle that was loaded with the machine code of an earlier run, where there was some. */
export interface CompiledModule<T> {
  readonly exports: T;
  /** Stores what is compiled by now for later runs, if this one had to compile it. Failing costs them time alone. */
  remember(): Promise<void>;
}

/**
 * Loads a bundle as `require` does. V8 compiles a function when it is first called, so what is worth remembering is
 * there after the first use; Node's own `enableCompileCache` stores what there is before it, 24 KB of 3 MB.
 */
export function loadCompiled<T>(file: string, cacheFolder: string): CompiledModule<T> {
  const source = readFileSync(file, 'utf8');
  const cacheFile = join(cacheFolder, `${fingerprint(source)}.bin`);
  const cachedData = readSealed(cacheFile);
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;
  const script = new Script(wrapped, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} as T };
  const run = script.runInThisContext() as (...args: readonly unknown[]) => void;
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    async remember() {
      if (cachedData !== undefined && script.cachedDataRejected === false) return;
      await writeSealed(cacheFile, script.createCachedData()).catch(() => undefined);
    },
  };
}

/** Another text, another V8 or other flags of it: another file. */
function fingerprint(source: string): string {
  return createHash('sha256')
    .update(`${cachedDataVersionTag()} ${process.arch}\n`)
    .update(source)
    .digest('hex')
    .slice(0, 32);
}

const sealLength = 32;

function seal(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** V8 believes what it is given: what a crash or a full disk left half-written must not reach it. */
function readSealed(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(sealLength);
    return seal(data).equals(bytes.subarray(0, sealLength)) ? data : undefined;
  } catch {
    return undefined;
  }
}

async function writeSealed(file: string, data: Uint8Array): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`;
  await writeFile(temporary, Buffer.concat([seal(data), data]), { mode: 0o600 });
  await rename(temporary, file);
  await removeOld(folder);
}

/** The editor's Node and those of terminals each have one; of older versions nothing stays. */
const mostKept = 4;

async function removeOld(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = files.toSorted((a, b) => b.at - a.at).slice(mostKept);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
