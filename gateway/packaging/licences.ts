/** The licences of the libraries that a bundle has inside, as each asks to be passed on. */
import { join } from "node:path";

const PACKAGE = /node_modules\/\.deno\/[^/]+\/node_modules\/(?:@[^/]+\/)?[^/]+/g;

/**
 * Collects the texts, by package.
 * @param bundle A folder with source maps, which name the libraries' files relative to themselves.
 * @throws when a library says nothing of its licence.
 */
export async function licenceTexts(bundle: string): Promise<string> {
  const texts = [];
  for (const folder of [...await packageFolders(bundle)].toSorted()) {
    const { license, name, version } = JSON.parse(
      await Deno.readTextFile(join(folder, "package.json")),
    );
    const file = await licenceFile(folder);
    if (file === undefined && license === undefined) {
      throw new Error(`${name} ${version} says nothing of its licence: do without it`);
    }
    const text = file === undefined ? "" : `\n${await Deno.readTextFile(file)}`;
    texts.push(`${name} ${version}: ${license}\n${text}`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function packageFolders(folder: string, found = new Set<string>()): Promise<Set<string>> {
  for await (const { isDirectory, name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) await packageFolders(path, found);
    else if (name.endsWith(".js.map")) {
      const { sources } = JSON.parse(await Deno.readTextFile(path)) as { sources: string[] };
      for (const source of sources) {
        const [inside] = join(folder, source).match(PACKAGE) ?? [];
        if (inside !== undefined) found.add(join(folder, source).split(inside)[0] + inside);
      }
    }
  }
  return found;
}

async function licenceFile(folder: string): Promise<string | undefined> {
  for await (const { name } of Deno.readDir(folder)) {
    if (/^licen[cs]e/i.test(name)) return join(folder, name);
  }
}
