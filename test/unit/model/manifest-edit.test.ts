import assert from 'node:assert/strict';
import { editManifest, editManifestAll } from '../../../src/model/manifest-edit.ts';
import type { DependencyField } from '../../../src/model/manifest.ts';

interface Case {
  readonly what: string;
  readonly text: string;
  readonly edit: readonly [name: string, range: string | undefined, field?: DependencyField];
  readonly expected: string;
}

const lines = (...text: readonly string[]): string => text.join('\n');

const cases: readonly Case[] = [
  {
    what: 'two spaces, sorted: where the alphabet wants it',
    text: lines('{', '  "dependencies": {', '    "a": "1",', '    "c": "1"', '  }', '}', ''),
    edit: ['b', '^2.0.0'],
    expected: lines('{', '  "dependencies": {', '    "a": "1",', '    "b": "^2.0.0",', '    "c": "1"', '  }', '}', ''),
  },
  {
    what: 'four spaces, before the first, no newline at the end',
    text: lines('{', '    "dependencies": {', '        "b": "1"', '    }', '}'),
    edit: ['@scope/a', '1.0.0'],
    expected: lines('{', '    "dependencies": {', '        "@scope/a": "1.0.0",', '        "b": "1"', '    }', '}'),
  },
  {
    what: 'tabs, not sorted: to the end',
    text: lines('{', '\t"dependencies": {', '\t\t"z": "1",', '\t\t"a": "1"', '\t}', '}', ''),
    edit: ['b', '1'],
    expected: lines('{', '\t"dependencies": {', '\t\t"z": "1",', '\t\t"a": "1",', '\t\t"b": "1"', '\t}', '}', ''),
  },
  {
    what: 'CRLF and a byte order mark',
    text: '\uFEFF{\r\n  "name": "x"\r\n}\r\n',
    edit: ['a', '1'],
    expected: '\uFEFF{\r\n  "name": "x",\r\n  "dependencies": {\r\n    "a": "1"\r\n  }\r\n}\r\n',
  },
  {
    what: 'a field on one line, before the first, with the spaces of the others',
    text: '{\n\t"dependencies": { "b" : "1" },\n\t"name": "x"\n}\n',
    edit: ['a', '1'],
    expected: '{\n\t"dependencies": { "a" : "1", "b" : "1" },\n\t"name": "x"\n}\n',
  },
  {
    what: 'a whole manifest on one line, between and at the end',
    text: '{"dependencies":{"a":"1","c":"1"}}',
    edit: ['b', '1'],
    expected: '{"dependencies":{"a":"1","b":"1","c":"1"}}',
  },
  {
    what: 'a field on one line, at the end',
    text: '{ "dependencies": { "b": "1" } }',
    edit: ['c', '1'],
    expected: '{ "dependencies": { "b": "1", "c": "1" } }',
  },
  {
    what: 'a new field stands at the end, though the others are sorted',
    text: lines('{', '  "name": "x",', '  "private": true', '}', ''),
    edit: ['a', '1', 'devDependencies'],
    expected: lines(
      '{',
      '  "name": "x",',
      '  "private": true,',
      '  "devDependencies": {',
      '    "a": "1"',
      '  }',
      '}',
      '',
    ),
  },
  {
    what: 'the first field of all',
    text: '{}\n',
    edit: ['a', '1'],
    expected: lines('{', '  "dependencies": {', '    "a": "1"', '  }', '}', ''),
  },
  {
    what: 'an empty field is filled',
    text: lines('{', '  "dependencies": {}', '}', ''),
    edit: ['a', '1'],
    expected: lines('{', '  "dependencies": {', '    "a": "1"', '  }', '}', ''),
  },
  {
    what: 'another range in its place, all else untouched',
    text: '{ "name":"x",   "dependencies": {"b":"1" , "a" : "2"},"z": [1,2 ] }',
    edit: ['b', '3'],
    expected: '{ "name":"x",   "dependencies": {"b":"3" , "a" : "2"},"z": [1,2 ] }',
  },
  {
    what: 'an entry is removed',
    text: lines('{', '  "dependencies": {', '    "a": "1",', '    "b": "1",', '    "c": "1"', '  }', '}', ''),
    edit: ['b', undefined],
    expected: lines('{', '  "dependencies": {', '    "a": "1",', '    "c": "1"', '  }', '}', ''),
  },
  {
    what: 'the last entry leaves the field empty, as npm does',
    text: lines('{', '  "devDependencies": {', '    "a": "1"', '  },', '  "name": "x"', '}', ''),
    edit: ['a', undefined, 'devDependencies'],
    expected: lines('{', '  "devDependencies": {},', '  "name": "x"', '}', ''),
  },
  {
    what: 'what is not there cannot be removed',
    text: lines('{', '  "dependencies": {', '    "a": "1"', '  }', '}', ''),
    edit: ['b', undefined],
    expected: lines('{', '  "dependencies": {', '    "a": "1"', '  }', '}', ''),
  },
  {
    what: 'an empty field of the same name elsewhere stays as it is',
    text: lines('{', '  "x": { "dependencies": {  } },', '  "dependencies": {', '    "a": "1"', '  }', '}', ''),
    edit: ['a', undefined],
    expected: lines('{', '  "x": { "dependencies": {  } },', '  "dependencies": {}', '}', ''),
  },
  {
    what: 'of two entries of one name the one that counts is changed',
    text: '{ "dependencies": { "a": "1", "a": "2" } }',
    edit: ['a', '3'],
    expected: '{ "dependencies": { "a": "1", "a": "3" } }',
  },
  {
    what: 'names that look like paths or prototypes are names',
    text: '{ "dependencies": { "b": "1" } }',
    edit: ['a.b', '1'],
    expected: '{ "dependencies": { "a.b": "1", "b": "1" } }',
  },
];

describe('editManifest', () => {
  for (const { what, text, edit, expected } of cases) {
    it(what, () => {
      const [name, range, field = 'dependencies'] = edit;
      const edited = editManifest(text, { field, name, range });
      assert.equal(edited, expected);
      assert.doesNotThrow(() => JSON.parse(edited.replace(/^\uFEFF/, '')) as unknown);
    });
  }

  it('undoes itself byte for byte where a field stood', () => {
    const text = '{\r\n   "dependencies": {\r\n      "m": "1"\r\n   },\r\n   "z":1\r\n}';
    for (const name of ['a', 'z']) {
      const there = editManifest(text, { field: 'dependencies', name, range: '1' });
      assert.notEqual(there, text);
      assert.equal(editManifest(there, { field: 'dependencies', name, range: undefined }), text);
    }
  });

  it('does several, one after the other', () => {
    const edits = ['b', 'a', 'c'].map((name) => ({ field: 'dependencies' as const, name, range: '1' }));
    assert.equal(
      editManifestAll('{\n\t"name": "x"\n}\n', edits),
      '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"b": "1",\n\t\t"c": "1"\n\t}\n}\n',
    );
  });

  it('refuses a text that has the field twice: an edit of the first would count for nothing', () => {
    const text = '{"dependencies":{"a":"1"},"dependencies":{"a":"2"}}';
    assert.throws(() => editManifest(text, { field: 'dependencies', name: 'a', range: '3' }), /twice/);
    assert.doesNotThrow(() => editManifest(text, { field: 'devDependencies', name: 'a', range: '3' }));
  });

  for (const text of ['', '[]', '"x"', 'null', 'nonsense']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => editManifest(text, { field: 'dependencies', name: 'a', range: '1' }), TypeError);
    });
  }
});
