/** How systemd keeps the gateway. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ServiceFacts } from "../../handlers/doctor/doctor.ts";
import type { SystemRoots } from "./subject.ts";

/** Lines of the delivered unit, by what systemd calls them, and what they must not be. */
const WATCH = { WatchdogUSec: /^(0|infinity)$/, Restart: /^(no|on-success)$/ };
const CONFINEMENT = {
  NoNewPrivileges: /^no$/,
  ProtectSystem: /^(no|yes|full)$/,
  DevicePolicy: /^auto$/,
  UMask: /^00(?!77)/,
};
const NAMES: Readonly<Record<string, string>> = { WatchdogUSec: "WatchdogSec" };
const ASKED = [
  "LoadState",
  "UnitFileState",
  "NRestarts",
  ...Object.keys({
    ...WATCH,
    ...CONFINEMENT,
  }),
];

/** Undefined: systemd does not run this box, or does not answer. */
export async function lookAtService({ run }: SystemRoots): Promise<ServiceFacts | undefined> {
  if (!existsSync(join(run, "systemd", "system"))) return undefined;
  const command = new Deno.Command("systemctl", {
    args: ["show", "vigil.service", ...ASKED.flatMap((name) => ["--property", name])],
    stdin: "null",
    stderr: "null",
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  const { stdout, success } = await command.output();
  return success ? serviceFacts(new TextDecoder().decode(stdout)) : undefined;
}

/** systemd answers at once, or its bus hangs, in ms. */
const ANSWERS_WITHIN_MS = 5_000;

/** Reads what `systemctl show` prints: one `Name=value` a line. */
export function serviceFacts(text: string): ServiceFacts {
  const values = new Map(
    text.split("\n").map((line): [string, string] => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const missing = (wanted: Readonly<Record<string, RegExp>>) =>
    Object.entries(wanted).filter(([name, wrong]) => wrong.test(values.get(name) ?? ""))
      .map(([name]) => NAMES[name] ?? name);
  return {
    isLoaded: values.get("LoadState") === "loaded",
    isEnabled: !/^(disabled|masked|)$/.test(values.get("UnitFileState") ?? ""),
    restarts: Number(values.get("NRestarts") ?? 0) || 0,
    missingWatch: missing(WATCH),
    missingConfinement: missing(CONFINEMENT),
  };
}
