/** Where the two servers listen, and with which keys. */
import { readFileSync } from "node:fs";
import type { ListenSettings } from "../../../handlers/http/server/listener.ts";
import type { Config } from "../../config/config.ts";
import { isLoopback } from "../../config/rules.ts";

/** Of the API for programs. */
export function apiSettings({ http }: Config): ListenSettings {
  return { ...http, ...tlsOf(http, http.clientCa) };
}

/** Beyond this box the console speaks TLS, with the certificate of the API; people have none. */
export function consoleSettings({ console, http }: Config): ListenSettings {
  if (isLoopback(console.host)) return console;
  return { ...console, ...tlsOf(http), tlsMin: http.tlsMin };
}

function tlsOf(
  { tlsCert, tlsKey }: Config["http"],
  clientCa?: string,
): Pick<ListenSettings, "tls"> {
  if (tlsCert === undefined || tlsKey === undefined) return {};
  const read = (path: string) => readFileSync(path, "utf8");
  return {
    tls: () => ({
      cert: read(tlsCert),
      key: read(tlsKey),
      ...(clientCa === undefined ? {} : { clientCa: read(clientCa) }),
    }),
  };
}
