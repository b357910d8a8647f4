/** A script of a few lines around mqtt.js, whose unfinished publishes lie in a level store. */
import { join } from "node:path";
import type { Peer } from "../peer.ts";
import { serialPlace } from "./serial_program.ts";

const MODULES = ["mqtt@5.16.0", "mqtt-level-store@3.1.0"];
const SCRIPT = new URL("mqtt_js_script.mjs", import.meta.url).pathname;

export const mqttJs: Peer = {
  name: "mqtt.js with level store",
  farEnd: "mosquitto",
  acknowledgement: "the store's callback",
  async prepare(tools) {
    const modules = await tools.modules(MODULES);
    return ({ folder, uplinkPort }) => {
      const url = `mqtt://127.0.0.1:${uplinkPort}`;
      const args = (path: string) => [SCRIPT, modules, path, url, join(folder, "store")];
      return Promise.resolve(serialPlace({ args }));
    };
  },
};
