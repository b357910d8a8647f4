/** Writing of small XML documents. */

/** An element with what is in it: text, elements, or nothing. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Element[];
}

/** One element; `undefined` among the children is left out. */
export function element(
  name: string,
  content: string | readonly (Element | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): Element {
  if (typeof content === "string") return { name, attributes, content };
  return { name, attributes, content: content.filter((child) => child !== undefined) };
}

/** The document with this root, in UTF-8. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, "")}\n`;
}

function writeElement({ name, attributes, content }: Element, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const tag = `${name}${written.join("")}`;
  if (typeof content === "string") return `${indent}<${tag}>${escapeXml(content)}</${name}>`;
  const children = content.map((child) => writeElement(child, `${indent}  `));
  return `${indent}<${tag}>\n${children.join("\n")}\n${indent}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text as XML and HTML hold it, in double quotes too. Leaves out what XML 1.0 cannot hold at all. */
export function escapeXml(text: string): string {
  // deno-lint-ignore no-control-regex -- these are what has to go
  const allowed = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return allowed.replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);
}
