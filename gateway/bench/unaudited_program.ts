/**
 * The program without its audit chain, only to be held against: bundled from a copy of the sources in
 * which an entry goes nowhere. The program that people run has no such switch.
 */
import { basename, join } from "node:path";
import { buildBundle } from "../packaging/bundle.ts";
import { ROOT } from "../platform/checkout.ts";

const SOURCES = ["gateway", "handlers", "db", "devices", "docs"];
const FILES = ["vigil", "README.md", "deno.json", "deno.lock"];

/** Where an entry goes, and what takes the place of it. */
const REPLACED = [{
  path: "db/transactions/audit.ts",
  kept: "export function keepAudit(",
  text: "export function keepAudit(): void {}\n",
}];

/** Bundles it into a new folder; the launcher. */
export async function bundleUnaudited(folder: string): Promise<string> {
  const [root, target] = [join(folder, "sources"), join(folder, "program")];
  for (const name of [...SOURCES, ...FILES]) {
    await copy(new URL(name, ROOT).pathname, join(root, name));
  }
  await Deno.symlink(new URL("node_modules", ROOT).pathname, join(root, "node_modules"));
  for (const replaced of REPLACED) await replace(root, replaced);
  await buildBundle({ root, target });
  return join(target, "vigil");
}

/** Folders whole; links as what they lead to. */
async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

/** Puts a module in the place of one, with all that it has but what is given. */
async function replace(root: string, { kept, path, text }: (typeof REPLACED)[number]) {
  const place = join(root, path);
  const former = place.replace(/\.ts$/, "_in_full.ts");
  if (!(await Deno.readTextFile(place)).includes(kept)) {
    throw new Error(`${path} has no "${kept}": mend REPLACED in ${import.meta.url}`);
  }
  await Deno.rename(place, former);
  await Deno.writeTextFile(place, `export * from "./${basename(former)}";\n${text}`);
}
