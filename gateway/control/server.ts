/** The running gateway's side: takes requests of commands on this box. */
import { rmSync } from "node:fs";
import type { Log } from "../../handlers/ports.ts";
import { readLine, writeLine } from "./line.ts";
import {
  type ControlAnswer,
  type ControlPorts,
  controlRequest,
  serveRequest,
  socketPath,
} from "./protocol.ts";

/** Only the owner of the data folder. */
const MODE = 0o600;

/** Listens until it is disposed of. */
export class ControlServer implements AsyncDisposable {
  readonly #listener: Deno.UnixListener;
  readonly #ports: ControlPorts;
  readonly #log: Log;
  readonly #open = new Set<Deno.Conn>();
  readonly #serving = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;

  private constructor(listener: Deno.UnixListener, ports: ControlPorts, log: Log) {
    this.#listener = listener;
    this.#ports = ports;
    this.#log = log;
    this.#accepting = this.#accept();
  }

  /**
   * Begins to listen. Without the socket the gateway works as ever, so that a failure is only
   * logged: commands then say that the port is held.
   */
  static listen(dataDir: string, ports: ControlPorts, log: Log): ControlServer | undefined {
    const path = socketPath(dataDir);
    try {
      // Whoever left it is gone: the folder is locked by this program.
      rmSync(path, { force: true });
      const listener = Deno.listen({ transport: "unix", path });
      Deno.chmodSync(path, MODE);
      return new ControlServer(listener, ports, log);
    } catch (cause) {
      log.warn("commands cannot reach the gateway", { path, cause: String(cause) });
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of [...this.#open]) this.#close(connection);
    await this.#accepting;
    await Promise.all(this.#serving);
    rmSync((this.#listener.addr as Deno.UnixAddr).path, { force: true });
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#open.add(connection);
      const serving = this.#serve(connection).finally(() => {
        this.#serving.delete(serving);
        this.#close(connection);
      });
      this.#serving.add(serving);
    }
  }

  /** Once, whoever is first. */
  #close(connection: Deno.Conn): void {
    if (this.#open.delete(connection)) connection.close();
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    try {
      await writeLine(connection, await this.#answer(await readLine(connection)));
    } catch (cause) {
      // Who asked has gone, or the gateway stops.
      this.#log.debug("a command was not answered", { cause: String(cause) });
    }
  }

  async #answer(line: string): Promise<ControlAnswer> {
    try {
      return await serveRequest(controlRequest.parse(JSON.parse(line)), this.#ports);
    } catch (cause) {
      this.#log.warn("a command failed", { cause: String(cause) });
      return { ok: false, error: { code: "failed", message: String(cause) } };
    }
  }
}
