import { noChange, type ElementPart } from 'lit';
import { Directive, directive, PartType, type PartInfo } from 'lit/directive.js';

interface Place {
  readonly top?: number | undefined;
  readonly height?: number | undefined;
}

/** Lit's `styleMap` writes a style attribute at its first drawing, which the policy forbids; this sets properties only. */
class PlaceDirective extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('place() belongs on an element');
  }

  render(_place: Place): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [{ top, height }]: [Place]): typeof noChange {
    const { style } = element as HTMLElement;
    set(style, 'top', top);
    set(style, 'height', height);
    return noChange;
  }
}

function set(style: CSSStyleDeclaration, property: 'top' | 'height', pixels: number | undefined): void {
  const value = pixels === undefined ? '' : `${pixels}px`;
  if (style[property] !== value) style.setProperty(property, value);
}

/** Puts an element at a height of its list, or gives it one; in pixels. */
export const place = directive(PlaceDirective);
