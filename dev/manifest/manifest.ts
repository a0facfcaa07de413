import * as v from 'valibot';

/*
 * What of a custom-elements manifest we publish, version 1: https://github.com/webcomponents/custom-elements-manifest
 * The rest of what the analyzer tells is left out by parsing.
 */

const text = v.optional(v.string());
const Type = v.object({ text: v.string() });
const described = { name: v.string(), description: text };

const Attribute = v.object({
  ...described,
  type: v.optional(Type),
  default: text,
  fieldName: v.string(),
});

const Field = v.object({
  kind: v.literal('field'),
  ...described,
  type: v.optional(Type),
  default: text,
  privacy: text,
  static: v.optional(v.boolean()),
  readonly: v.optional(v.boolean()),
  attribute: text,
  reflects: v.optional(v.boolean()),
});
export type Field = v.InferOutput<typeof Field>;

const Method = v.object({
  kind: v.literal('method'),
  ...described,
  privacy: text,
  static: v.optional(v.boolean()),
  parameters: v.optional(
    v.array(v.object({ ...described, type: v.optional(Type), optional: v.optional(v.boolean()) })),
  ),
  return: v.optional(v.object({ type: v.optional(Type) })),
});
export type Method = v.InferOutput<typeof Method>;

/** One that the analyzer saw dispatched, and that no JSDoc names, has no name. */
const EventOfElement = v.object({ ...described, name: v.optional(v.string(), ''), type: v.optional(Type) });

const Class = v.object({
  kind: v.literal('class'),
  ...described,
  summary: text,
  tagName: text,
  customElement: v.optional(v.boolean()),
  superclass: v.optional(v.object({ name: v.string(), package: text })),
  attributes: v.optional(v.array(Attribute)),
  members: v.optional(v.array(v.variant('kind', [Field, Method]))),
  events: v.optional(v.array(EventOfElement)),
  slots: v.optional(v.array(v.object(described))),
  cssParts: v.optional(v.array(v.object(described))),
  cssProperties: v.optional(v.array(v.object({ ...described, default: text }))),
});
export type Class = v.InferOutput<typeof Class>;

const Export = v.object({
  kind: v.picklist(['js', 'custom-element-definition']),
  name: v.string(),
  declaration: v.object({ name: v.string(), module: v.string() }),
});

const Module = v.object({
  kind: v.literal('javascript-module'),
  path: v.string(),
  declarations: v.array(Class),
  exports: v.array(Export),
});
export type Module = v.InferOutput<typeof Module>;

export const Manifest = v.object({ schemaVersion: v.string(), modules: v.array(Module) });
export type Manifest = v.InferOutput<typeof Manifest>;
