/** Modems that are plugged into a box and are in no configuration. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LineServer } from "../../gateway/control/line.ts";
import { listenForPresses, type SimulatedPorts } from "../../gateway/simulator/press_server.ts";
import { openConsole, type TestBrowser } from "./browser.ts";
import type { GatewayBox } from "./running_gateway.ts";
import { addPerson } from "./signed_in.ts";
import { Site } from "./site.ts";

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

/** A site with one configured modem, a second one plugged in, and a technician before a browser. */
export async function technicianAt(browser: TestBrowser, options = {}) {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.prepare());
  site.field.isShared = true;
  const plugged = site.field.plugIn("rak3172", "plugged-in");
  const port = `${site.box.folder}/plugged-in`;
  const { env, server } = plugIn(site.box, [{ kind: "rak3172", path: port }]);
  stack.use(server);
  const technician = await addPerson(site.box, "technician");
  const gateway = await site.startGateway(env);
  const watched = await openConsole(browser, gateway, technician, "en", options);
  const kept = stack.move();
  return {
    site,
    plugged,
    port,
    gateway,
    technician,
    ...watched,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
