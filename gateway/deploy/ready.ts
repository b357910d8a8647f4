/**
 * Asks the gateway of this machine whether it can take and forward alarms, for health checks:
 *
 *     deno run -A gateway/deploy/ready.ts [CONFIG]      status 0: ready, 1: not
 */
import http from "node:http";
import https from "node:https";
import { DEFAULT_CONFIG_PATH } from "../commands/defaults.ts";
import { report } from "../commands/output.ts";
import { type Config, formatProblem, loadConfig } from "../config/config.ts";

const TIMEOUT_MS = 4_000;

/** The status of `/readyz`; rejects when there is no answer. */
function askReadiness({ host, port, tlsCert }: Config["http"]): Promise<number> {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  const options = {
    host: isEverywhere ? "127.0.0.1" : host,
    port,
    path: "/readyz",
    timeout: TIMEOUT_MS,
    // The certificate has the name of the network, not this address. Nothing secret is sent.
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const request = (tlsCert === undefined ? http : https).get(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
  });
}

async function main(path: string): Promise<number> {
  const config = await loadConfig(path, Deno.env.toObject());
  if (!config.ok) {
    report(config.error.map((problem) => formatProblem(path, problem)).join("\n"));
    return 1;
  }
  try {
    const status = await askReadiness(config.value.http);
    report(`readyz answers ${status}`);
    return status === 200 ? 0 : 1;
  } catch (error) {
    report(`Cannot ask the gateway: ${(error as Error).message}`);
    return 1;
  }
}

Deno.exit(await main(Deno.args[0] ?? DEFAULT_CONFIG_PATH));
