/** Node-RED with the flow that everybody draws: serial in, mqtt out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../ports.ts";
import type { Peer } from "../peer.ts";
import { serialPlace } from "./serial_program.ts";

/** The newest that run on Node.js 20. */
const MODULES = ["node-red@4.1.8", "node-red-node-serialport@2.0.3"];

export const nodeRed: Peer = (() => {
  let modules = "";
  return {
    name: "Node-RED, serial in → mqtt out",
    farEnd: "mosquitto",
    acknowledgement: undefined,
    prepare: async (tools) => void (modules = await tools.modules(MODULES)),
    async settle({ folder, uplinkPort }) {
      const editorPort = await freePort();
      const program = join(modules, "node_modules", "node-red", "red.js");
      mkdirSync(join(folder, "user"));
      const settings = join(folder, "settings.js");
      writeFileSync(settings, settingsText(folder, editorPort, join(modules, "node_modules")));
      const args = (path: string) => {
        writeFileSync(join(folder, "flows.json"), JSON.stringify(flow(path, uplinkPort)));
        return [program, "--settings", settings];
      };
      return serialPlace({ args, env: { HOME: folder } });
    },
  };
})();

/** As it comes, without the editor, which a gateway in the field has no use for. */
function settingsText(folder: string, port: number, nodes: string): string {
  const settings = {
    userDir: join(folder, "user"),
    flowFile: join(folder, "flows.json"),
    uiHost: "127.0.0.1",
    uiPort: port,
    httpAdminRoot: false,
    nodesDir: [join(nodes, "node-red-node-serialport")],
    logging: { console: { level: "off", metrics: false, audit: false } },
    telemetry: { enabled: false },
  };
  return `module.exports = ${JSON.stringify(settings)};\n`;
}

/** QoS 1 and a kept session; everything else is what the editor fills in. */
function flow(serialPath: string, brokerPort: number): unknown[] {
  return [
    { id: "flow", type: "tab", label: "race" },
    {
      id: "port",
      type: "serial-port",
      serialport: serialPath,
      serialbaud: "115200",
      databits: "8",
      parity: "none",
      stopbits: "1",
      waitfor: "",
      newline: "\\n",
      bin: "false",
      out: "char",
      addchar: "",
      responsetimeout: "10000",
    },
    {
      id: "broker",
      type: "mqtt-broker",
      broker: "127.0.0.1",
      port: String(brokerPort),
      clientid: "gateway",
      autoConnect: true,
      usetls: false,
      protocolVersion: "4",
      keepalive: "60",
      cleansession: false,
      autoUnsubscribe: true,
    },
    { id: "in", type: "serial in", z: "flow", serial: "port", wires: [["out"]] },
    {
      id: "out",
      type: "mqtt out",
      z: "flow",
      topic: "events",
      qos: "1",
      retain: "false",
      broker: "broker",
      wires: [],
    },
  ];
}
