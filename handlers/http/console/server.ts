import { type Fetch, Listener, type ListenSettings } from "../listener.ts";
import { buildConsole, type ConsolePorts } from "./console.tsx";
import { Sessions } from "./sessions.ts";

/** The console's own listening socket, apart from the one of the programs. */
export class ConsoleServer implements AsyncDisposable {
  private constructor(readonly listener: Listener) {}

  /** @throws Error with what to do when the address cannot be used. */
  static async listen(
    ports: Omit<ConsolePorts, "sessions">,
    settings: ListenSettings,
  ): Promise<ConsoleServer> {
    const app = buildConsole({ ...ports, sessions: new Sessions(ports.clock) });
    return new ConsoleServer(await Listener.open(app.fetch as Fetch, settings));
  }

  get port(): number {
    return this.listener.port;
  }

  /** Takes new keys and certificates. */
  reloadTls(): void {
    this.listener.reloadTls();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.listener[Symbol.asyncDispose]();
  }
}
