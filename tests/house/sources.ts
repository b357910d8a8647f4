import type { Source } from "./imports.ts";

/** The project's folder, ending in a slash. */
export const ROOT = new URL("../..", import.meta.url);

/** The paths of all files of the project that git would keep, from its root. */
export async function projectFiles(folder = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    if ([".git", "node_modules"].includes(entry.name)) continue;
    if (entry.isDirectory) files.push(...await projectFiles(`${folder}${entry.name}/`));
    else if (entry.isFile) files.push(`${folder}${entry.name}`);
  }
  return files.sort();
}

/** The TypeScript sources of the project. */
export async function projectSources(): Promise<Source[]> {
  const paths = (await projectFiles()).filter((path) => /\.tsx?$/.test(path));
  return await Promise.all(paths.map(readSource));
}

async function readSource(path: string): Promise<Source> {
  return { path, text: await Deno.readTextFile(new URL(path, ROOT)) };
}
