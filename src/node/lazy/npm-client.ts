// A bundle of its own, loaded at the first question to a registry: 1.3 MB and 140 ms that a start should not pay.
import type { ClientRequest } from 'node:http';
import npmAgent from '@npmcli/agent';
import Config from '@npmcli/config';
import npmDefinitions from '@npmcli/config/lib/definitions/index.js';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { join, parse } from 'node:path';
import npmFetch from 'npm-registry-fetch';
import pacote from 'pacote';
import { Parser, type ReadEntry } from 'tar';
import { parseNpmrc, riskySettings, type RiskySetting } from '../../model/npmrc.ts';
import { hostIn, type SentVariable } from '../../model/sent-variables.ts';
import { readYarnOptions, yarnHosts } from '../yarn-registries.ts';
import { verifyBy, type Claim } from './verify-published.ts';

// Named imports of a CommonJS module hold in a bundle only; the tests run this file as it is.
const { definitions, flatten, nerfDarts, shorthands } = npmDefinitions;

type FlatOptions = Record<string, unknown>;

/** What npm's configuration comes to in a folder, and Yarn's where it names registries. */
export interface NpmConfig {
  /** As pacote and npm's other libraries take it. */
  readonly flat: FlatOptions;
  /** Only what somebody has set, by npm's own names. */
  readonly own: Readonly<Record<string, unknown>>;
  /** That the user's own files and variables name, and npm's public registry; with their ports. */
  readonly hosts: ReadonlySet<string>;
}

/** An npm of this machine, outside of every workspace: beside it stand the settings of all its users. */
export interface InstalledNpm {
  /** The Node that runs it. */
  readonly node: string;
  /** Its own package's folder. */
  readonly folder: string;
}

/**
 * npm's own reading of its configuration for a folder: defaults, environment, what stands beside `npm`, user's and
 * project's .npmrc, the last without what a repository must not have. Variables of the environment are expanded, so it must
 * never see the folder of a workspace that is not trusted. `mayHave`: whether a host that only the repository names may
 * have a variable.
 */
export async function readNpmConfig(
  folder: string,
  npm?: InstalledNpm,
  mayHave: (sent: SentVariable) => Promise<boolean> = async () => false,
): Promise<NpmConfig> {
  // What a project's .npmrc or the prefix would have in their place is the repository's.
  const machine = await load(parse(folder).root, [], npm);
  const files = ['userconfig', 'globalconfig'].flatMap((key) => [`--${key}`, String(machine.get(key))]);
  const config = await load(folder, ['--prefix', folder, ...files], npm);
  const text = await readFile(join(folder, '.npmrc'), 'utf8').catch(() => '');
  const hosts = new Set([...hostsOf(config), ...(await yarnHosts()), hostIn(publicRegistry) ?? '']);
  const isAllowed = async (sent: SentVariable): Promise<boolean> => hosts.has(sent.host) || (await mayHave(sent));
  for (const risky of riskySettings(parseNpmrc(text))) {
    if (await sendsOnlyTo(risky, isAllowed)) continue;
    // A name with a variable in it stands there by another one: then nothing of the file is taken.
    const all = Object.keys(config.data.get('project')?.data ?? {});
    for (const name of risky.setting.includes('${') ? all : [risky.setting]) config.delete(name, 'project');
  }
  const own = Object.keys(definitions).filter((key) => config.find(key) !== 'default');
  const settings = Object.fromEntries(own.map((key) => [key, config.get(key)]));
  const flat = { ...config.flat };
  return {
    flat: { ...flat, ...(await readYarnOptions(folder, { ...flat, registry: settings['registry'] }, isAllowed)) },
    own: settings,
    hosts,
  };
}

async function sendsOnlyTo(
  { sends }: RiskySetting,
  isAllowed: (sent: SentVariable) => Promise<boolean>,
): Promise<boolean> {
  if (sends === undefined) return false;
  return (await Promise.all(sends.map(isAllowed))).every(Boolean);
}

/** Of registries, and of what signs in there, wherever but in the project they were found. */
function hostsOf(config: Config): readonly string[] {
  const sources = [...config.data].filter(([source]) => source !== 'project' && source !== 'default');
  return sources.flatMap(([, { data }]) =>
    Object.entries(data).flatMap(([key, value]) => {
      const address = key.startsWith('//') ? key : /^(?:@.*:)?registry$/.test(key) ? String(value) : '';
      return hostIn(address) ?? [];
    }),
  );
}

/** npm's public registry, by npm's own defaults. */
export const publicRegistry = definitions.registry.default;

/** Where downloads from it are counted: npm has both on hosts of one domain. */
export const publicDownloads = publicRegistry.replace('//registry.', '//api.');

/** By which way the user's own configuration reaches other machines; nothing of any project, and nobody's token. */
export async function readNetwork(npm?: InstalledNpm): Promise<FlatOptions> {
  const { flat } = await load(parse(process.execPath).root, [], npm);
  const names = ['proxy', 'httpsProxy', 'noProxy', 'ca', 'strictSSL', 'localAddress', 'userAgent'];
  return Object.fromEntries(names.map((name) => [name, flat[name]]));
}

/** Without an npm, a place below a file stands for its folder: no project's own file must pass for npm's. */
async function load(cwd: string, args: readonly string[], npm: InstalledNpm | undefined): Promise<Config> {
  const config = new Config({
    definitions,
    shorthands,
    flatten,
    nerfDarts,
    npmPath: npm?.folder ?? `${process.execPath}/npm`,
    execPath: npm?.node ?? process.execPath,
    argv: [process.execPath, 'npm', ...args],
    // npm writes what it found into the environment; a copy keeps ours clean.
    env: { ...process.env },
    cwd,
    warn: false,
  });
  await config.load();
  return config;
}

const { prototype } = npmAgent.Agent;
const { addRequest } = prototype;

/**
 * VS Code puts an agent of its own before every request of an extension, and hands requests to this machine on to npm's
 * agent when their headers are gone already. npm's agent then sets one more, which throws where nobody catches it, and
 * the question is never answered. A header that comes too late is left out instead.
 */
function addToleratingSentHeaders(this: unknown, request: ClientRequest, options: unknown): unknown {
  if (request.headersSent) request.setHeader = () => request;
  return addRequest.call(this as typeof prototype, request, options);
}

/**
 * npm's flat configuration has its retries here, and they win over the single settings: 70 seconds of them. None: its
 * client would ask again before the time that a registry announced.
 */
const retry = { retries: 0 };
/** What did not come by then is not asked for again. */
const answerMs = 20_000;
/** Once an archive comes, it may take its time as long as it does not stop. */
const stalledMs = 20_000;

/** What is said where nothing can be written. Node says ENOENT of folders that it cannot make on a read-only disk. */
const unwritable: readonly unknown[] = ['EACCES', 'EDQUOT', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'];

/** Asks with npm's own cache. Where that cannot be written an answer is one all the same: it is kept for a moment elsewhere. */
async function withCache<T>(options: FlatOptions, ask: (options: FlatOptions) => Promise<T>): Promise<T> {
  try {
    return await ask(options);
  } catch (error) {
    if (!unwritable.includes((error as { code?: unknown }).code)) throw error;
    const cache = await mkdtemp(join(tmpdir(), 'quartermaster-'));
    return ask({ ...options, cache }).finally(() => rm(cache, { recursive: true, force: true }));
  }
}

/** The largest packument that npm has is a third of this. */
const mostPackumentBytes = 64_000_000;

/** The full packument, as the registry sent it. Rejects with npm's error, whose `code` says why, and with a SyntaxError where it is too long. */
export async function fetchPackument(
  name: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  prototype.addRequest = addToleratingSentHeaders;
  const settings = { ...options, preferOnline: true };
  return withCache(settings, (own) => packumentBytes(name, own, signal));
}

/**
 * The same as the registry has it at this moment. Where it does not answer, npm's client would take a packument out of the
 * cache for an answer, however old.
 */
export async function fetchCurrentPackument(
  name: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  prototype.addRequest = addToleratingSentHeaders;
  return packumentBytes(name, { ...options, cache: undefined }, signal);
}

/** Asked for as pacote does, which would read it on the spot: of 20 MB that takes half a second. */
async function packumentBytes(
  name: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { accept: 'application/json' };
  const settings = { ...options, headers, spec: name, retry, timeout: answerMs, signal };
  const { body } = await npmFetch(name.replace('/', '%2f'), settings);
  return bytesOf(body, mostPackumentBytes);
}

/** Whether a registry shows a package without a token of anybody's. False also where it does not answer. */
export async function answersAnybody(
  registry: string,
  name: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const isSecret = /^\/\/|^(?:_auth|_authToken|_password|username|certfile|keyfile|cert|key)$/;
  const anybody = Object.fromEntries(Object.entries(options).filter(([option]) => !isSecret.test(option)));
  try {
    await askFor(`${registry.replace(/\/+$/, '')}/${name.replace('/', '%2f')}`, anybody, signal);
    return true;
  } catch {
    return false;
  }
}

/** Resolves where a registry answers at this address. Rejects with npm's error, which has the headers of a refusal. */
export async function askFor(address: string, options: FlatOptions, signal: AbortSignal): Promise<void> {
  prototype.addRequest = addToleratingSentHeaders;
  await npmFetch(address, { ...options, method: 'HEAD', preferOnline: true, retry, timeout: answerMs, signal });
}

/** What an address answers that is no registry's; with a body it is posted as JSON. Rejects with npm's error of a refusal. */
export async function fetchText(
  address: string,
  network: FlatOptions,
  body: object | undefined,
  signal: AbortSignal,
): Promise<string> {
  prototype.addRequest = addToleratingSentHeaders;
  const question = body === undefined ? {} : { method: 'POST', body: body as Record<string, unknown> };
  const response = await npmFetch(address, { ...network, ...question, retry, timeout: answerMs, signal });
  return response.text();
}

/** The address of the registry that pacote takes a package from. */
export function registryFor(name: string, options: FlatOptions): string {
  return npmFetch.pickRegistry(name, options);
}

/** A verdict waits for no longer than this for the keys that it needs. */
const keysMs = 5_000;
/** Ten thousand keys have a third of this. */
const mostKeyBytes = 8_000_000;

/** What a registry answers where its keys are asked for. Rejects with npm's error, whose `code` says why. */
export async function fetchKeys(registry: string, options: FlatOptions, signal: AbortSignal): Promise<unknown> {
  prototype.addRequest = addToleratingSentHeaders;
  // Without a cache: where the registry does not answer, npm's client would take keys for an answer that it has revoked.
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(keysMs)]);
  const settings = { ...options, registry, cache: undefined, retry, timeout: keysMs, signal: inTime };
  const { body } = await npmFetch('/-/npm/v1/keys', settings);
  return readBounded(body, mostKeyBytes);
}

/** The value of an answer in JSON that is no longer than that. */
async function readBounded(body: NodeJS.ReadableStream, mostBytes: number): Promise<unknown> {
  return JSON.parse(Buffer.from(await bytesOf(body, mostBytes)).toString()) as unknown;
}

/** All of an answer, in memory of its own. By events, since npm's streams keep a listener for each turn of a loop over them. */
async function bytesOf(body: NodeJS.ReadableStream, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    body.on('error', reject).on('end', resolve);
    body.on('data', (chunk: Buffer | string) => {
      length += chunk.length;
      if (length <= mostBytes) return void chunks.push(Buffer.from(chunk));
      reject(new SyntaxError('The answer is too long.'));
      (body as Readable).destroy();
    });
  });
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Advisories of a thousand packages have a quarter of this. */
const mostAdvisoryBytes = 20_000_000;
/** What did not come by then does not come: a verdict waits for it. */
const advisoriesMs = 5_000;

/** What a registry answers where its advisories are asked for, of versions by name. Rejects with npm's error, whose `code` says why. */
export async function fetchBulkAdvisories(
  registry: string,
  versions: Readonly<Record<string, readonly string[]>>,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<unknown> {
  prototype.addRequest = addToleratingSentHeaders;
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(advisoriesMs)]);
  const question = { method: 'POST', gzip: true, body: versions as Record<string, unknown> };
  const settings = {
    ...options,
    ...question,
    registry,
    cache: undefined,
    retry,
    timeout: advisoriesMs,
    signal: inTime,
  };
  const { body } = await npmFetch('/-/npm/v1/security/advisories/bulk', settings);
  return readBounded(body, mostAdvisoryBytes);
}

/** Verifies what vouches for a version; see {@link verifyBy}. */
export async function verifyPublished(
  kind: 'signatures' | 'attestations',
  claim: Claim,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<boolean> {
  prototype.addRequest = addToleratingSentHeaders;
  return withCache({ ...options, retry, timeout: keysMs, signal }, (own) => verifyBy(kind, claim, own));
}

/**
 * SHA-512 of each file of a published tarball, in hexadecimal, by its path inside the package; undefined where the
 * registry announces no integrity. Rejects with EINTEGRITY where the tarball is another than the announced one.
 */
export async function fetchTarball(
  name: string,
  version: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  return withCache(options, (own) => readPublished(name, version, own, signal));
}

async function readPublished(
  name: string,
  version: string,
  options: FlatOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  prototype.addRequest = addToleratingSentHeaders;
  const stall = new AbortController();
  const settings = { ...options, retry, timeout: answerMs, signal: AbortSignal.any([signal, stall.signal]) };
  const spec = `${name}@${version}`;
  const { dist } = await pacote.manifest(spec, settings);
  const { integrity } = dist;
  if (integrity === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(new Error('network timeout')), stalledMs);
  };
  try {
    return await pacote.tarball.stream(spec, (tarball) => readTarball(tarball, wait), { ...settings, integrity });
  } finally {
    clearTimeout(timer);
  }
}

async function readTarball(tarball: NodeJS.ReadableStream, onData: () => void): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const parser = new Parser({ strict: true, onReadEntry: (entry) => readEntry(entry, files) });
  onData();
  tarball.on('data', onData);
  await new Promise<void>((resolve, reject) => {
    let broken: unknown;
    // The hash is known at the end alone: that it is wrong says more than that the archive is broken.
    parser.on('error', (error) => {
      broken ??= error;
      tarball.resume();
    });
    tarball.on('error', reject);
    tarball.on('end', () => (broken === undefined ? undefined : reject(broken)));
    parser.on('end', resolve);
    tarball.pipe(parser as unknown as NodeJS.WritableStream);
  });
  return files;
}

/** As every package manager unpacks: without the first folder, nothing that leaves it, the last of one name. */
function readEntry(entry: ReadEntry, files: Map<string, string>): void {
  const parts = entry.path.split('/').filter((part) => part !== '' && part !== '.');
  const isFile = entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile';
  if (!isFile || entry.path.startsWith('/') || parts.includes('..') || parts.length < 2) return void entry.resume();
  const hash = createHash('sha512');
  entry.on('data', (data) => hash.update(data));
  entry.on('end', () => files.set(parts.slice(1).join('/'), hash.digest('hex')));
}
