import { join } from "node:path";

/** Where an ordinary user's programs keep what they must not forget (XDG base directories). */
export function simulatorStatePath(): string {
  const home = Deno.env.get("XDG_STATE_HOME") ??
    join(Deno.env.get("HOME") ?? "/tmp", ".local/state");
  return join(home, "vigil", "simulator.json");
}
