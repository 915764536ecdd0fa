import type { Scripts } from './script.ts';
import { scriptElements } from './tags.ts';

/** The scripts of a page that are modules: no other may import (HTML standard, "The script element"). */
export function htmlScripts(text: string): Scripts {
  const spans = scriptElements(text).filter(({ tag }) => tag.attributes.get('type')?.toLowerCase() === 'module');
  return { spans, language: 'js' };
}
