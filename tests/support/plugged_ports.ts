/** Modems that are plugged into a box and are in no configuration. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LineServer } from "../../gateway/control/line.ts";
import { listenForPresses, type SimulatedPorts } from "../../gateway/simulator/press_server.ts";
import type { GatewayBox } from "./running_gateway.ts";

/** Has a gateway of this box find them, as it finds what `vigil simulate` plays for its user. */
export function plugIn(box: GatewayBox, ports: SimulatedPorts): {
  /** For the gateway's process. */
  readonly env: Readonly<Record<string, string>>;
  readonly server: LineServer;
} {
  const state = join(box.folder, "state");
  mkdirSync(join(state, "vigil"), { recursive: true });
  const server = listenForPresses(join(state, "vigil", "simulator.json"), () => [], () => ports);
  return { env: { XDG_STATE_HOME: state }, server };
}
