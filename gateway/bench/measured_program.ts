/** The program that is measured: as it is installed, a bundle, made once for all measures. */
import { join } from "node:path";
import { buildBundle } from "../packaging/bundle.ts";
import { ROOT } from "../platform/checkout.ts";

let launcher = new URL("vigil", ROOT).pathname;

/** Bundles the checkout into a new folder; gateways that are measured are started from there. */
export async function bundleMeasured(folder: string): Promise<void> {
  const target = join(folder, "program");
  await buildBundle({ root: ROOT.pathname, target });
  launcher = join(target, "vigil");
}

/** The launcher of what is measured: the checkout's, until that is bundled. */
export function measuredLauncher(): string {
  return launcher;
}
