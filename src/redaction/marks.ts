/** Which spans of a document a profile has marked: drafts, the visitor's own words, fields never to be edited. */
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import type { MarkedField, Route } from '../domain/profile.ts';
import type { TextSpan } from '../domain/text.ts';

export interface Marks {
  /** Whether span number `index` is marked. */
  preview(index: number): boolean;
  own(index: number): boolean;
  never(index: number): boolean;
}

interface CompiledField {
  readonly path: PointerPattern;
  readonly when: { readonly path: PointerPattern; readonly equals: string } | undefined;
}

interface CompiledMarks {
  readonly previews: readonly CompiledField[];
  readonly own: readonly CompiledField[];
  readonly never: readonly PointerPattern[];
}

const compiledByRoute = new WeakMap<Route, CompiledMarks>();

/** Reads the marks of `route` against the spans of one document. Costs nothing where the route marks nothing. */
export function readMarks(route: Route, spans: readonly TextSpan[]): Marks {
  const marks = compiled(route);
  let textAt: Map<string, string> | undefined;

  function fieldText(path: string): string | undefined {
    textAt ??= new Map(spans.filter((span) => span.role !== 'key').map((span) => [span.path, span.text]));
    return textAt.get(path);
  }

  function holds(field: CompiledField, span: TextSpan): boolean {
    const captures = field.path.match(span.path);
    if (!captures) return false;
    return field.when === undefined || fieldText(field.when.path.fill(captures)) === field.when.equals;
  }

  function marked(fields: readonly CompiledField[], index: number): boolean {
    const span = spans[index];
    return fields.length > 0 && span?.role === 'value' && fields.some((field) => holds(field, span));
  }

  return {
    preview: (index) => marked(marks.previews, index),
    own: (index) => marked(marks.own, index),
    never(index) {
      const span = spans[index];
      return marks.never.length > 0 && span !== undefined && marks.never.some((pattern) => pattern.match(span.path));
    },
  };
}

function compiled(route: Route): CompiledMarks {
  let marks = compiledByRoute.get(route);
  if (!marks) {
    marks = {
      previews: route.previews.map(compileField),
      own: route.own.map(compileField),
      never: route.never.map(compilePointer),
    };
    compiledByRoute.set(route, marks);
  }
  return marks;
}

function compileField(field: MarkedField): CompiledField {
  return {
    path: compilePointer(field.path),
    when: field.when && { path: compilePointer(field.when.path), equals: field.when.equals },
  };
}
