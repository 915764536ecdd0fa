// A bundle of its own, loaded when a lockfile or a workspace file of YAML is read: 300 KB that a start should not pay.
export { parseSyml } from '@yarnpkg/parsers';
export { parse as parseYaml, parseDocument } from 'yaml';
