/** What peers are made of, and how it comes onto the machine. */
import { join } from "node:path";
import { installPackages, isOnPath } from "../../../testing/programs.ts";
import { installModules } from "./modules.ts";

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
