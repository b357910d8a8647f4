import { type Fetch, Listener, type ListenSettings } from "../server/connections/listener.ts";
import { onceReadable } from "../server/once_readable.ts";
import { buildConsole } from "./console.tsx";
import type { ConsolePorts } from "./ports.ts";
import type { Sessions } from "./sessions.ts";
import { signedInBy } from "./session_cookie.ts";

/** The console's own listening socket, apart from the one of the programs. */
export class ConsoleServer implements AsyncDisposable {
  readonly #listener: Listener;
  readonly #sessions: Sessions;

  private constructor(listener: Listener, sessions: Sessions) {
    this.#listener = listener;
    this.#sessions = sessions;
  }

  /** @throws Error with what to do when the address cannot be used. */
  static async listen(
    ports: ConsolePorts,
    settings: ListenSettings,
  ): Promise<ConsoleServer> {
    const listener = await Listener.open({
      fetch: onceReadable(ports.store, buildConsole(ports).fetch as Fetch),
      isProved: (request) => ports.isOpen || signedInBy(request, ports, "look") !== undefined,
      log: ports.log,
    }, settings);
    return new ConsoleServer(listener, ports.sessions);
  }

  get port(): number {
    return this.#listener.port;
  }

  /** Takes new keys and certificates. */
  reloadTls(): void {
    this.#listener.reloadTls();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener[Symbol.asyncDispose]();
    await this.#sessions.settled();
  }
}
