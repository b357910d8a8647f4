/**
 * The program without its audit chain, only to be held against: bundled from a copy of the sources in
 * which an entry goes nowhere. The program that people run has no such switch.
 */
import { join } from "node:path";
import { buildBundle } from "../packaging/bundle.ts";
import { ROOT } from "../platform/checkout.ts";

const SOURCES = ["gateway", "handlers", "db", "devices", "docs"];
const FILES = ["vigil", "README.md", "deno.json", "deno.lock"];

/** Where an entry would go on its way: there it ends. */
const ENDS = [
  { path: "db/transactions/audit.ts", begins: "export function keepAudit(" },
  { path: "handlers/audit/audit_trail.ts", begins: "  async look(" },
  { path: "handlers/audit/audit_trail.ts", begins: "  note(" },
];

/** Bundles it into a new folder; the launcher. */
export async function bundleUnaudited(folder: string): Promise<string> {
  const [root, target] = [join(folder, "sources"), join(folder, "program")];
  for (const name of [...SOURCES, ...FILES]) {
    await copy(new URL(name, ROOT).pathname, join(root, name));
  }
  await Deno.symlink(new URL("node_modules", ROOT).pathname, join(root, "node_modules"));
  for (const end of ENDS) await cutOff(root, end);
  await buildBundle({ root, target });
  return join(target, "vigil");
}

/** Folders whole; links as what they lead to. */
async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

/** Has a function do nothing. */
async function cutOff(root: string, { begins, path }: (typeof ENDS)[number]): Promise<void> {
  const place = join(root, path);
  const lines = (await Deno.readTextFile(place)).split("\n");
  const at = lines.findIndex((line) => line.startsWith(begins) && line.endsWith("{"));
  if (at === -1) throw new Error(`${path} has no "${begins}": mend ENDS in ${import.meta.url}`);
  lines.splice(at + 1, 0, "return;");
  await Deno.writeTextFile(place, lines.join("\n"));
}
