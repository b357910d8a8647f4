/** Which keys a table of the file may have, by what the schema says. */
import * as z from "zod";

/** The schema without what makes it optional. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return isWrapped ? unwrap(schema.unwrap()) : schema;
}

/**
 * The keys of the table at a path; none where the path leads to no table.
 * @param input What is there: it says which variant of a list's entries is meant.
 */
export function knownKeys(
  schema: z.core.$ZodType,
  input: unknown,
  path: readonly PropertyKey[],
): readonly string[] {
  const table = variantOf(unwrap(schema), input);
  const [part, ...rest] = path;
  if (part === undefined) return table instanceof z.ZodObject ? Object.keys(table.shape) : [];
  const inner = (input as Record<PropertyKey, unknown> | undefined)?.[part];
  if (table instanceof z.ZodArray) return knownKeys(table.element, inner, rest);
  const next = table instanceof z.ZodObject
    ? (table.shape as Record<PropertyKey, z.core.$ZodType | undefined>)[part]
    : undefined;
  return next === undefined ? [] : knownKeys(next, inner, rest);
}

/** Of a union of tables, the one that takes the `kind` or `type` of the input. */
function variantOf(schema: z.core.$ZodType, input: unknown): z.core.$ZodType {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const value = (input as Record<string, unknown> | undefined)?.[discriminator];
  return schema.options.find((option) =>
    option instanceof z.ZodObject &&
    z.safeParse((option.shape as Record<string, z.core.$ZodType>)[discriminator]!, value).success
  ) ?? schema;
}
