import { type Fetch, Listener } from "../listener.ts";
import { buildConsole, type ConsolePorts } from "./console.tsx";

/** The console's own listening socket, apart from the one of the programs. */
export class ConsoleServer implements AsyncDisposable {
  private constructor(readonly listener: Listener) {}

  /** @throws Error with what to do when the address cannot be used. */
  static async listen(
    ports: ConsolePorts,
    { host, port }: { readonly host: string; readonly port: number },
  ): Promise<ConsoleServer> {
    const app = buildConsole(ports);
    return new ConsoleServer(await Listener.open(app.fetch as Fetch, { host, port }));
  }

  get port(): number {
    return this.listener.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.listener[Symbol.asyncDispose]();
  }
}
