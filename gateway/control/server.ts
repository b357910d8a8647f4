/** The running gateway's side: takes requests of commands on this box. */
import type { Log } from "../../handlers/ports.ts";
import { LineServer } from "./line.ts";
import {
  type ControlAnswer,
  type ControlPorts,
  controlRequest,
  serveRequest,
  socketPath,
} from "./protocol.ts";

/**
 * Begins to listen, until what it gives is disposed of. Without the socket the gateway works as ever,
 * so that a failure is only logged: commands then say that the port is held.
 */
export function listenForCommands(
  dataDir: string,
  ports: ControlPorts,
  log: Log,
): LineServer | undefined {
  const path = socketPath(dataDir);
  const answer = async (line: string): Promise<ControlAnswer> => {
    try {
      return await serveRequest(controlRequest.parse(JSON.parse(line)), ports);
    } catch (cause) {
      log.warn("a command failed", { cause: String(cause) });
      return { ok: false, error: { code: "failed", message: String(cause) } };
    }
  };
  try {
    // A socket that lies there was left behind: this program has locked the folder.
    return new LineServer(path, answer, (cause) => {
      // Who asked has gone, or the gateway stops.
      log.debug("a command was not answered", { cause: String(cause) });
    });
  } catch (cause) {
    log.warn("commands cannot reach the gateway", { path, cause: String(cause) });
    return undefined;
  }
}
