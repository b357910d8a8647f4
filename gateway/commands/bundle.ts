/** `vigil bundle`: makes the folder that is installed on a box. */
import { resolve } from "node:path";
import { buildBundle } from "../packaging/bundle.ts";
import { requireCheckout, ROOT } from "../platform/checkout.ts";
import { print } from "./output.ts";

/** Builds it. */
export async function runBundleCommand(folder: string): Promise<number> {
  requireCheckout("vigil bundle");
  const target = resolve(folder);
  await buildBundle({ root: ROOT.pathname, target });
  print(`${target}/vigil runs without the sources`);
  return 0;
}
