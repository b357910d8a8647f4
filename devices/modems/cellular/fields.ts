/** The values of an AT line: commas between, quotes around texts, blanks anywhere. */

/** What follows the colon of a line; undefined when the line does not begin with this name. */
export function valueOf(line: string, name: string): string | undefined {
  return line.startsWith(`${name}:`) ? line.slice(name.length + 1).trim() : undefined;
}

/** Cuts at commas outside quotes and brackets. Blanks around a value go; quotes and brackets stay. */
export function fieldsOf(value: string): string[] {
  const fields = [""];
  let isQuoted = false;
  let depth = 0;
  for (const character of value) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth++;
    else if (!isQuoted && character === ")") depth--;
    if (character === "," && !isQuoted && depth === 0) fields.push("");
    else fields[fields.length - 1] += character;
  }
  return fields.map((field) => field.trim());
}

/** A value without its quotes. */
export function unquoted(field: string): string {
  return field.replace(/^"|"$/g, "").trim();
}

/** A value as a whole number of at least 0; undefined for anything else. */
export function numberIn(field: string | undefined): number | undefined {
  return field !== undefined && /^\d{1,9}$/.test(field) ? Number(field) : undefined;
}
