import { isIPv6 } from "node:net";
import { hostname } from "node:os";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../config/rules.ts";

/** Addresses to listen on that no browser can open. */
const EVERY_ADDRESS = ["0.0.0.0", "::"];

/**
 * Where people open the pages, such as `https://gw-1:8080`.
 * @param port That the console got, where the configuration leaves that open.
 */
export function consoleUrl(
  { console, http }: Pick<Config, "console" | "http">,
  port: number = console.port,
): string {
  const { host } = console;
  const isSecure = !isLoopback(host) && http.tlsCert !== undefined;
  const name = EVERY_ADDRESS.includes(host) ? hostname() : isIPv6(host) ? `[${host}]` : host;
  return `${isSecure ? "https" : "http"}://${name}:${port}`;
}
