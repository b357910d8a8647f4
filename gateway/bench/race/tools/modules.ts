import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { report } from "../../../commands/output.ts";

/**
 * Installs packages of the npm registry into a folder, unless just these versions are there.
 * @returns The folder. @throws when npm fails, with what it said.
 */
export async function installModules(folder: string, packages: readonly string[]): Promise<string> {
  const missing = packages.filter((name) => !isInstalled(folder, name));
  if (missing.length === 0) return folder;
  report(`  npm install ${missing.join(" ")}`);
  mkdirSync(folder, { recursive: true });
  const { stderr, success } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--save-exact", "--prefix", folder, ...missing],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return folder;
  const words = new TextDecoder().decode(stderr).trim().split("\n")[0];
  throw new Error(`npm cannot install ${missing.join(", ")}: ${words}`);
}

function isInstalled(folder: string, specifier: string): boolean {
  const [name = "", version] = specifier.split("@");
  try {
    const text = readFileSync(join(folder, "node_modules", name, "package.json"), "utf8");
    return (JSON.parse(text) as { version?: string }).version === version;
  } catch {
    return false;
  }
}
