import { existsSync } from "node:fs";

/** The folder of the project, ending in a slash; it is only there where the sources are. */
export const ROOT: URL = new URL("../../", import.meta.url);

/**
 * For what needs the sources, the tests or their libraries.
 * @throws in an installed bundle, which has none of them.
 */
export function requireCheckout(command: string): void {
  if (existsSync(new URL("gateway/main.ts", ROOT))) return;
  throw new Error(`${command} runs from a checkout only: clone the project and run ./vigil there`);
}
