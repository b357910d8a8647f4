/** Node-RED with the flow that everybody draws: serial in, mqtt out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../ports.ts";
import type { Peer, PeerPlace, PeerSetup } from "../peer.ts";
import { serialPlace } from "./serial_program.ts";

/** The newest that run on Node.js 20. */
const MODULES = ["node-red@4.1.8", "node-red-node-serialport@2.0.3"];

/** What the editor fills in for a port whose events end with a line feed. */
const SERIAL = {
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
};
/** What it fills in for a broker, but for the session, which is kept. */
const MQTT = {
  clientid: "gateway",
  autoConnect: true,
  usetls: false,
  protocolVersion: "4",
  keepalive: "60",
  cleansession: false,
  autoUnsubscribe: true,
};
const OUT = { topic: "events", qos: "1", retain: "false" };

export const nodeRed: Peer = {
  name: "Node-RED, serial in → mqtt out",
  farEnd: "mosquitto",
  acknowledgement: undefined,
  async prepare(tools) {
    const modules = join(await tools.modules(MODULES), "node_modules");
    return (setup) => settle(setup, modules);
  },
};

async function settle({ folder, uplinkPort }: PeerSetup, modules: string): Promise<PeerPlace> {
  const editorPort = await freePort();
  mkdirSync(join(folder, "user"));
  const settings = join(folder, "settings.js");
  writeFileSync(settings, settingsText(folder, editorPort, modules));
  const args = (path: string) => {
    writeFileSync(join(folder, "flows.json"), JSON.stringify(flow(path, uplinkPort)));
    return [join(modules, "node-red", "red.js"), "--settings", settings];
  };
  return serialPlace({ args, env: { HOME: folder } });
}

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

/** Two nodes, and the port and the broker that they name. */
function flow(serialPath: string, brokerPort: number): unknown[] {
  return [
    { id: "flow", type: "tab", label: "race" },
    { id: "port", type: "serial-port", serialport: serialPath, ...SERIAL },
    { id: "broker", type: "mqtt-broker", broker: "127.0.0.1", port: String(brokerPort), ...MQTT },
    { id: "in", type: "serial in", z: "flow", serial: "port", wires: [["out"]] },
    { id: "out", type: "mqtt out", z: "flow", broker: "broker", ...OUT, wires: [] },
  ];
}
