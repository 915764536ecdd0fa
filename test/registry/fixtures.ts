import { createCipheriv } from 'node:crypto';
import { osvRecordOf, type Advisory, type OsvRecord } from './advisory.ts';
import type { FixturePackage } from './fixture-package.ts';

/** A declaration file for a package whose default export is a string. */
const stringDeclaration = 'declare const value: string;\nexport default value;\n';
const typed = { manifest: { types: 'index.d.ts' }, files: { 'index.d.ts': stringDeclaration } };
const esm = { type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } };

/** Invented packages, one for each thing that a package can be. */
const invented: readonly FixturePackage[] = [
  // Nothing special: three releases of one line, and a next one in sight.
  {
    name: 'fx-tiny',
    versions: {
      '1.0.0': { ageDays: 900 },
      '1.1.0': { ageDays: 600 },
      '1.2.0': { ageDays: 300 },
      '2.0.0-rc.1': { ageDays: 40 },
    },
    distTags: { next: '2.0.0-rc.1' },
  },
  { name: 'fx-major', versions: { '1.0.0': { ageDays: 900 }, '1.1.0': { ageDays: 700 }, '2.0.0': { ageDays: 100 } } },
  {
    name: 'fx-with-deps',
    versions: { '1.0.0': { manifest: { dependencies: { 'fx-tiny': '^1.0.0', '@fx/util': '^1.0.0' } } } },
  },
  { name: 'fx-broken-deps', versions: { '1.0.0': { manifest: { dependencies: { 'fx-nobody-has-this': '^1.0.0' } } } } },
  { name: '@fx/core', versions: { '1.0.0': {}, '1.1.0': { ageDays: 50 } } },
  { name: '@fx/util', versions: { '1.0.0': {}, '1.0.1': { ageDays: 50 } } },

  // Module kinds and types.
  { name: 'fx-esm', versions: { '1.0.0': { manifest: esm, files: { 'index.d.ts': stringDeclaration } } } },
  { name: 'fx-typed', versions: { '1.0.0': typed } },
  { name: 'fx-untyped', versions: { '1.0.0': {} } },
  {
    name: '@types/fx-untyped',
    versions: {
      '1.0.0': {
        manifest: { main: '', types: 'index.d.ts' },
        files: { 'index.d.ts': 'declare const value: string;\nexport = value;\n' },
      },
    },
  },
  {
    name: 'fx-bin',
    versions: {
      '1.0.0': {
        manifest: { bin: { 'fx-bin': 'bin/cli.js' } },
        files: { 'bin/cli.js': '#!/usr/bin/env node\nconsole.log("fx-bin");\n' },
      },
    },
  },

  // What a gate has to stop or to ask about.
  {
    name: 'fx-script',
    versions: {
      '1.0.0': {
        manifest: { scripts: { postinstall: 'node postinstall.js' } },
        files: { 'postinstall.js': 'require("node:fs").writeFileSync("postinstall-ran.txt", "yes");\n' },
      },
    },
  },
  {
    name: 'fx-script-new',
    versions: { '1.0.0': {}, '1.1.0': { ageDays: 20, manifest: { scripts: { postinstall: 'node index.js' } } } },
  },
  {
    name: 'fx-placeholder',
    versions: { '0.0.1-security': { manifest: { description: 'security holding package' }, publisher: 'npm' } },
    distTags: { latest: '0.0.1-security' },
  },
  {
    name: 'fx-deprecated',
    versions: {
      '1.0.0': { deprecated: 'fx-deprecated is no longer maintained. Use fx-tiny instead.' },
      '1.0.1': { deprecated: 'fx-deprecated is no longer maintained. Use fx-tiny instead.' },
    },
  },
  { name: 'fx-young', versions: { '1.0.0': { ageDays: 0.02 } }, weeklyDownloads: 3 },
  { name: 'fx-fresh', versions: { '1.0.0': {}, '1.0.1': { ageDays: 200 }, '1.0.2': { ageDays: 0.01 } } },
  { name: 'fx-recent', versions: { '1.0.0': {}, '1.1.0': { ageDays: 10 } } },
  {
    name: 'fx-handover',
    versions: { '1.0.0': { publisher: 'alice' }, '1.0.1': { publisher: 'mallory', ageDays: 9 } },
  },
  { name: 'fx-unsigned', versions: { '1.0.0': { signature: 'none' } } },
  { name: 'fx-badsig', versions: { '1.0.0': { signature: 'bad' } } },
  {
    name: 'fx-license',
    versions: { '1.0.0': {}, '1.1.0': { ageDays: 90, manifest: { license: 'BUSL-1.1' } } },
  },
  {
    name: 'fx-engines',
    versions: { '1.0.0': {}, '2.0.0': { ageDays: 90, manifest: { engines: { node: '>=99' } } } },
  },

  // Vulnerable: mended in the range, only by a major, never, and as somebody else's pinned dependency.
  { name: 'fx-vuln', versions: { '1.0.0': { ageDays: 700 }, '1.0.1': { ageDays: 600 }, '1.0.2': { ageDays: 60 } } },
  { name: 'fx-vuln-major', versions: { '1.0.0': { ageDays: 700 }, '2.0.0': { ageDays: 60 } } },
  { name: 'fx-vuln-nofix', versions: { '1.0.0': { ageDays: 700 }, '1.0.1': { ageDays: 60 } } },
  { name: 'fx-vuln-parent', versions: { '1.0.0': { manifest: { dependencies: { 'fx-vuln': '^1.0.0' } } } } },
  { name: 'fx-vuln-pinned', versions: { '1.0.0': { manifest: { dependencies: { 'fx-vuln': '1.0.0' } } } } },

  // Peers: the host's second major and the old plugin exclude each other; the new plugin wants that major.
  { name: 'fx-host', versions: { '1.0.0': { ageDays: 700 }, '2.0.0': { ageDays: 200 } } },
  {
    name: 'fx-plugin',
    versions: {
      '1.0.0': { ageDays: 600, manifest: { peerDependencies: { 'fx-host': '^1.0.0' } } },
      '2.0.0': { ageDays: 100, manifest: { peerDependencies: { 'fx-host': '^2.0.0' } } },
    },
  },

  // Long enough on its way that a cancellation or a kill finds it there.
  { name: 'fx-heavy', versions: { '1.0.0': { files: heavyFiles() } } },
];

/** Real names, with the versions and about the downloads that the list of popular packages has; the contents are fakes. */
const popular: readonly FixturePackage[] = [
  { name: 'axios', versions: { '1.21.1': typed }, weeklyDownloads: 87_000_000 },
  { name: 'chalk', versions: { '6.0.1': { manifest: esm, files: typed.files } }, weeklyDownloads: 395_000_000 },
  { name: 'dayjs', versions: { '1.11.23': typed }, weeklyDownloads: 35_000_000 },
  { name: 'express', versions: { '5.3.0': {} }, weeklyDownloads: 70_000_000 },
  {
    name: 'left-pad',
    versions: { '1.3.0': { deprecated: 'use String.prototype.padStart()' } },
    weeklyDownloads: 1_200_000,
  },
  { name: 'lodash', versions: { '4.18.1': {} }, weeklyDownloads: 105_000_000 },
  { name: 'nanoid', versions: { '6.0.2': { manifest: esm, files: typed.files } }, weeklyDownloads: 100_000_000 },
  { name: 'react', versions: { '19.3.1': {} }, weeklyDownloads: 81_000_000 },
  { name: 'uuid', versions: { '14.0.3': { manifest: esm, files: typed.files } }, weeklyDownloads: 207_000_000 },
  { name: 'zod', versions: { '4.6.7': typed }, weeklyDownloads: 92_000_000 },
  typesFor('express', '5.0.6', 46_000_000),
  typesFor('lodash', '4.17.27', 36_000_000),
  typesFor('react', '19.3.0', 77_000_000),
];

/** A name that is one slip away from a popular one. */
const lookalike: FixturePackage = {
  name: 'lodahs',
  versions: { '1.0.0': { ageDays: 12, publisher: 'mallory' } },
  weeklyDownloads: 8,
};

/** Something good that brings it along. */
const carrier: FixturePackage = {
  name: 'fx-carrier',
  versions: { '1.0.0': { manifest: { dependencies: { lodahs: '*' } } } },
};

export const fixturePackages: readonly FixturePackage[] = [...invented, ...popular, lookalike, carrier];

export const fixtureAdvisories: readonly Advisory[] = [
  {
    id: 900001,
    name: 'fx-vuln',
    ghsa: 'GHSA-fxfx-0001-vuln',
    cves: ['CVE-2026-90001'],
    title: 'Prototype pollution in fx-vuln',
    severity: 'high',
    vulnerableVersions: '<1.0.2',
    fixedIn: '1.0.2',
    cwe: ['CWE-1321'],
    cvss: { score: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
  },
  {
    id: 900002,
    name: 'fx-vuln-major',
    ghsa: 'GHSA-fxfx-0002-vuln',
    cves: ['CVE-2026-90002'],
    title: 'Remote code execution in fx-vuln-major',
    severity: 'critical',
    vulnerableVersions: '<2.0.0',
    fixedIn: '2.0.0',
    cwe: ['CWE-94'],
    cvss: { score: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  },
  {
    id: 900003,
    name: 'fx-vuln-nofix',
    ghsa: 'GHSA-fxfx-0003-vuln',
    cves: [],
    title: 'Regular expression denial of service in fx-vuln-nofix',
    severity: 'moderate',
    vulnerableVersions: '>=0.0.0',
    cwe: ['CWE-1333'],
    cvss: { score: 5.3, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' },
  },
];

/** The same advisories for a server that speaks OSV. */
export const fixtureOsvRecords: readonly OsvRecord[] = fixtureAdvisories.map(osvRecordOf);

function typesFor(name: string, version: string, weeklyDownloads: number): FixturePackage {
  const manifest = { main: '', types: 'index.d.ts' };
  const files = { 'index.d.ts': 'declare const value: string;\nexport = value;\n' };
  return { name: `@types/${name}`, versions: { [version]: { manifest, files } }, weeklyDownloads };
}

/** Many files to unpack and a block that cannot be compressed. */
function heavyFiles(): Record<string, string | Buffer> {
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(3 << 20));
  const many = Array.from({ length: 400 }, (_, index) => [`lib/part-${index}.js`, `module.exports = ${index};\n`]);
  return { ...Object.fromEntries(many), 'noise.bin': noise };
}
