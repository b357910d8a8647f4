import { createServer } from "node:net";
import { join } from "node:path";
import { type Config, parseConfig } from "../config/config.ts";

export interface DemoPlaces {
  /** For the store. */
  readonly folder: string;
  readonly modemPath: string;
  readonly brokerUrl: string;
  /** 0: any free one. */
  readonly consolePort: number;
}

/** The demo's configuration, as a file would have it. */
export function demoConfig({ folder, modemPath, brokerUrl, consolePort }: DemoPlaces): Config {
  const config = parseConfig(
    `
    [gateway]
    zone = "5415"
    name = "gw-demo"
    data_dir = "${join(folder, "data")}"
    [http]
    port = 0
    [console]
    port = ${consolePort}
    position = { lat = 51.2194, lon = 4.4025 }
    [[modem]]
    name = "lora-1"
    port = "${modemPath}"
    kind = "rak3172"
    [modem.radio]
    frequency_hz = 869525000
    spreading_factor = 7
    [[destination]]
    name = "dispatch-pull"
    type = "stream"
    required = true
    [[destination]]
    name = "dispatch-mqtt"
    type = "mqtt"
    url = "${brokerUrl}"
    protocol = 4
    `,
    {},
  );
  if (config.ok) return config.value;
  throw new Error(`Cannot start the demo: ${config.error.map(({ text }) => text).join("; ")}`);
}

/** Whether a port of the loopback is free. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
