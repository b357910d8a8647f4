/** What peers are made of, and how it comes onto the machine. */
import { join } from "node:path";
import { installPackages, isOnPath } from "../../../testing/programs.ts";
import { mkdirSync, readFileSync } from "node:fs";
import { report } from "../../../commands/output.ts";

/** Gets what a peer needs. Every method throws, with the reason, when it cannot. */
export class Tools {
  /** @param cache A folder outside the project, kept from race to race. */
  constructor(readonly cache: string) {}

  /** Programs of Debian packages of the same names. */
  async programs(names: readonly string[]): Promise<void> {
    const missing: string[] = [];
    for (const name of names) if (!await isOnPath(name)) missing.push(name);
    if (missing.length === 0) return;
    const reason = await installPackages(missing);
    for (const name of missing) {
      if (!await isOnPath(name)) throw new Error(`${name} is not installed: ${reason}`);
    }
  }

  /** Packages of the npm registry, each as "name@version"; the folder that holds node_modules. */
  async modules(packages: readonly string[]): Promise<string> {
    await this.node();
    return await installModules(join(this.cache, "npm"), packages);
  }

  /** Node.js, in which the peers from the npm registry run. */
  async node(): Promise<void> {
    for (const command of ["node", "npm"]) {
      if (!await isOnPath(command)) {
        throw new Error(`${command} is missing: apt install nodejs npm`);
      }
    }
  }
}

/**
 * Installs packages of the npm registry into a folder, unless just these versions are there.
 * @returns The folder. @throws when npm fails, with what it said.
 */
async function installModules(folder: string, packages: readonly string[]): Promise<string> {
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
