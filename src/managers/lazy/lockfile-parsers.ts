// A bundle of its own, loaded when a lockfile or a settings file of YAML or TOML is read: a start should not pay for it.
export { parseSyml } from '@yarnpkg/parsers';
export { parse as parseToml } from 'smol-toml';
export {
  isMap as isYamlMap,
  isScalar as isYamlScalar,
  isSeq as isYamlSeq,
  parseAllDocuments as parseAllYaml,
  parseDocument,
  stringify as stringifyYaml,
} from 'yaml';
