import assert from "node:assert/strict";
import { projectFiles, ROOT } from "./sources.ts";

/** Put together here, so that this file does not find itself. */
const OUTSIDE = ["..", "shared"].join("/");

Deno.test("the project stands alone: no file points outside of it", async () => {
  const found: string[] = [];
  for (const path of await projectFiles()) {
    const text = await Deno.readTextFile(new URL(path, ROOT)).catch(() => "");
    if (text.includes(OUTSIDE)) found.push(path);
  }
  assert.deepEqual(found, []);
});

/** What people stumbled over, and what is said instead. */
const STUMBLED_OVER: readonly (readonly [said: RegExp, better: string])[] = [
  [/as in the wearables/i, "with the radio settings of the wearables"],
  [/\banew\b/i, "restarts, starts again, again"],
  [/\b(un)?well again\b/i, "works again, recovered"],
  [/\bnobody tells\b/i, "it is not known"],
  [/mend what/i, "correct the fields listed in `details`"],
  [/how long what is kept/i, "retention, per kind of data"],
];

Deno.test("no text that people read says what people stumbled over", async () => {
  const found: string[] = [];
  for (const path of await projectFiles()) {
    if (path.startsWith("tests/") || !/\.(tsx?|toml|service|1)$/.test(path)) continue;
    const text = await Deno.readTextFile(new URL(path, ROOT)).catch(() => "");
    const read = text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, "");
    for (const [said, better] of STUMBLED_OVER) {
      if (said.test(read)) found.push(`${path} says ${said}; better: ${better}`);
    }
  }
  assert.deepEqual(found, []);
});

/** Where files are whose path a document may name in full. */
const NAMED_PATH = /`((?:gateway|handlers|db|devices|tests|docs)\/[\w./-]+)`/g;
const LINK = /\]\(([^)#:]*)(#[^)]+)?\)/g;

/** The anchors of a page: its headings as a browser finds them. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    "#" + heading!.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-")
  );
}

Deno.test("every file, page and section that a document names is there", async () => {
  const files = await projectFiles();
  const missing: string[] = [];
  for (const path of files.filter((path) => /^(docs\/)?[^/]+\.md$/.test(path))) {
    const page = await Deno.readTextFile(new URL(path, ROOT));
    for (const [, named] of page.matchAll(NAMED_PATH)) {
      const folder = named!.endsWith("/") ? named! : `${named}/`;
      const isThere = files.some((file) => file === named || file.startsWith(folder));
      if (!isThere) missing.push(`${path} names ${named}: correct the path`);
    }
    for (const [, link, anchor] of page.matchAll(LINK)) {
      const target = new URL(link === "" ? path.split("/").at(-1)! : link!, new URL(path, ROOT));
      const text = await Deno.readTextFile(target).catch(() => undefined);
      if (text === undefined || anchor !== undefined && !anchorsOf(text).includes(anchor)) {
        missing.push(`${path} links to ${link}${anchor ?? ""}: correct the link`);
      }
    }
  }
  assert.deepEqual(missing, []);
});
