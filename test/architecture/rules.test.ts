import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type * as v from 'valibot';
import { conditionNames, ruleKinds } from '../../src/model/rule.ts';
import { builtInRuleRows } from '../../src/policy/built-in-rules.ts';
import { nativeFileNames } from '../../src/engine/native-settings.ts';
import { policyFileName } from '../../src/model/rule.ts';
import { parsePolicyFile } from '../../src/policy/policy-file.ts';
import { fileFields, fileRuleSchema, mostFileRules } from '../../src/policy/policy-schema.ts';

const root = path.join(import.meta.dirname, '../..');

type Json = Readonly<Record<string, unknown>>;

interface FileSchema {
  readonly properties: Readonly<Record<string, Json>>;
  readonly definitions: { readonly rule: Json & { readonly properties: Readonly<Record<string, Json>> } };
}

const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

describe('the JSON schema of the policy file', () => {
  const schema = JSON.parse(read('media/quartermaster.schema.json')) as FileSchema;
  const { rule } = schema.definitions;

  it('is what editors are told of for its name', () => {
    const { contributes } = JSON.parse(read('package.json')) as { readonly contributes: Json };
    assert.deepEqual(contributes['jsonValidation'], [
      { fileMatch: policyFileName, url: './media/quartermaster.schema.json' },
    ]);
  });

  it('has the fields of the file, and as many rules as are read', () => {
    assert.deepEqual(Object.keys(schema.properties), fileFields);
    assert.equal(schema.properties['rules']?.['maxItems'], mostFileRules);
  });

  it('says of a rule what the schema that reads it says', () => {
    assert.deepEqual(plain(rule), toJsonSchema(fileRuleSchema as unknown as Schema));
  });

  it('names every kind and every condition, each with a description', () => {
    const { kind, conditions } = rule.properties as { readonly kind: Json; readonly conditions: Json };
    assert.deepEqual(kind['enum'], ruleKinds);
    assert.deepEqual(Object.keys(conditions['properties'] as Json).toSorted(), conditionNames.toSorted());
    assert.deepEqual(undescribed(rule, 'rule'), []);
  });
});

describe('docs/rules.md', () => {
  const page = read('docs/rules.md');

  /** The sections of this level below a heading, each with its text. */
  function sectionsOf(heading: string): ReadonlyMap<string, string> {
    const below = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
    return new Map(
      below
        .split(/^### /m)
        .slice(1)
        .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n'))]),
    );
  }

  it('has a section for each kind, and for nothing else', () => {
    assert.deepEqual([...sectionsOf('Kinds').keys()].toSorted(), ruleKinds.toSorted());
  });

  it('has a section for each condition, with an example that has it', () => {
    const sections = sectionsOf('Conditions');
    assert.deepEqual([...sections.keys()].toSorted(), conditionNames.toSorted());
    for (const [name, text] of sections) {
      const examples = examplesIn(text);
      assert.ok(examples.length > 0, `${name} has no example`);
      assert.ok(
        examples.some((example) => name in example.conditions),
        `no example of ${name} has it`,
      );
    }
  });

  it('lists the built-in rules with what they decide', () => {
    const rows = [...page.matchAll(/^\| `(built-in:[a-z-]+)` +\| ([a-z-]+) /gm)].map(([, id, kind]) => [id, kind]);
    assert.deepEqual(
      rows,
      builtInRuleRows().map(({ id, kind }) => [id, kind]),
    );
  });

  it('names every file of another tool that is looked for', () => {
    const section = page.split(/^## /m).find((part) => part.startsWith('Settings of other tools\n')) ?? '';
    const stems = nativeFileNames.map((name) => path.basename(name).replace(/\.(?:json5?|ya?ml|[cm]?js)$/, ''));
    assert.deepEqual(
      [...new Set(stems)].filter((stem) => !section.includes(`\`${stem}`) && !section.includes(`/${stem}`)),
      [],
    );
  });

  it('has no example that would be left out', () => {
    const whole = [...page.matchAll(/```jsonc\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    assert.ok(whole.length > 0);
    for (const text of whole) assert.deepEqual(parsePolicyFile(text).faults, []);
  });

  function examplesIn(text: string): readonly { readonly conditions: Json }[] {
    return [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => {
      const { rules, faults } = parsePolicyFile(`{"rules":[${match[1] ?? ''}]}`);
      assert.deepEqual(faults, []);
      return { conditions: rules[0]?.conditions ?? {} };
    });
  }
});

/** A schema of valibot, as far as it can be looked at. */
interface Schema extends v.GenericSchema {
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly default?: unknown;
  readonly options?: readonly unknown[];
  readonly item?: Schema;
}

/** What a schema says in JSON schema; what its checks say by code is left out. */
function toJsonSchema(schema: Schema): Json {
  const made = { ...typeOf(schema) };
  for (const { type, requirement } of schema.pipe?.slice(1) ?? []) {
    const [atLeast, atMost] = made['type'] === 'array' ? ['minItems', 'maxItems'] : ['minLength', 'maxLength'];
    if (type === 'min_length') made[atLeast as string] = requirement;
    else if (type === 'max_length') made[atMost as string] = requirement;
    else if (type === 'min_value') made['minimum'] = requirement;
    else if (type === 'max_value') made['maximum'] = requirement;
    else if (type === 'integer') made['type'] = 'integer';
    else if (type === 'regex') made['pattern'] = (requirement as RegExp).source;
    else assert.equal(type, 'check');
  }
  return made;
}

function typeOf(schema: Schema): Record<string, unknown> {
  switch (schema.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    case 'picklist':
      return { enum: schema.options };
    case 'array':
      return { type: 'array', items: toJsonSchema(schema.item as Schema) };
    case 'union':
      return { anyOf: (schema.options as readonly Schema[]).map(toJsonSchema) };
    case 'optional':
      return {
        ...toJsonSchema(schema.wrapped as Schema),
        ...(schema.default === undefined ? {} : { default: schema.default }),
      };
    case 'strict_object':
      return objectOf(Object.entries(schema.entries ?? {}));
    default:
      throw new Error(`no JSON schema for ${schema.type}`);
  }
}

function objectOf(entries: readonly (readonly [string, Schema])[]): Record<string, unknown> {
  const required = entries.filter(([, { type }]) => type !== 'optional').map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, entry]) => [name, toJsonSchema(entry)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** For people, or what the other schema checks by code. No field of a rule has such a name. */
const left = new Set(['description', 'enumDescriptions', 'examples', 'minProperties', 'dependencies']);

/** A part of the JSON schema without that. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  // Which fields an object needs together is checked by code as well.
  const isLeft = (key: string): boolean => left.has(key) || (key === 'anyOf' && 'properties' in value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isLeft(key))
      .map(([key, one]) => [key, plain(one)]),
  );
}

/** Fields, below this one, that have no description, or words of a list that have none. */
function undescribed(value: Json, place: string): readonly string[] {
  const own = typeof value['description'] === 'string' ? [] : [place];
  const fields = Object.entries((value['properties'] ?? {}) as Readonly<Record<string, Json>>);
  return [...own, ...fields.flatMap(([name, one]) => undescribed(one, `${place}.${name}`))];
}
