/** A gateway with dispatch at its stream and an operator who looks; one of two that take turns. */
import { join } from "node:path";
import type { DirectStore } from "../../db/store.ts";
import { signIn } from "./console/sign_in.ts";
import { GatewayPlace, type RunningGateway, STREAM } from "./gateway_process.ts";
import { Poller, prepareStream } from "./poller.ts";
import { benchIdentities, FrameSource, register } from "./wearables.ts";

/** How long a poll waits for an alarm, in ms. */
const WAIT_MS = 10_000;
const [IDENTITY] = benchIdentities(1);

/** What is there before the gateway starts. */
interface Prepared {
  /** Token of dispatch. */
  readonly token: string;
  /** Cookie of the operator's session. */
  readonly cookie: string;
  /** The newest entry of the chain. */
  readonly entry: number;
}

export class AuditSide implements AsyncDisposable {
  readonly #source = new FrameSource(IDENTITY!);
  readonly #poller: Poller;
  #incident = "";

  private constructor(
    readonly place: GatewayPlace,
    readonly gateway: RunningGateway,
    readonly prepared: Prepared,
  ) {
    this.#poller = new Poller(`${gateway.httpUrl}/v1/streams/${STREAM}/poll`, prepared.token);
  }

  /**
   * @param folder An empty one.
   * @param launcher Of the program.
   * @param backlog Events that its stream owes.
   */
  static async start(folder: string, launcher: string, backlog: number): Promise<AuditSide> {
    await using stack = new AsyncDisposableStack();
    const place = stack.use(new GatewayPlace({ folder }));
    const token = await prepareStream(place.openStore(), backlog);
    using store = place.openStore();
    await register(store, [IDENTITY!]);
    const operator = { name: "an", role: "operator" } as const;
    const [[cookie] = []] = await signIn(store, join(folder, "data"), [operator]);
    const prepared = { token, cookie: cookie!, entry: newestEntry(store) };
    const gateway = await place.start([], launcher);
    stack.move();
    return new AuditSide(place, gateway, prepared);
  }

  /** Milliseconds of a poll that takes 50 events and acknowledges the 50 before. */
  async poll(): Promise<number> {
    const startedAtMs = performance.now();
    await this.#poller.poll();
    return performance.now() - startedAtMs;
  }

  /** Takes what is left, so that an alarm is all that there is. */
  async drain(): Promise<void> {
    while ((await this.#poller.take()).length > 0);
  }

  /** Milliseconds from a panic's last byte on the serial line to the answer to its receipt. */
  async press(): Promise<number> {
    const frame = this.#source.panic();
    const taken = this.#takePanic();
    const heardAtMs = await this.gateway.hear(frame);
    this.#incident = await taken;
    await this.#poller.take();
    return performance.now() - heardAtMs;
  }

  /** Waits for a panic; the id of its incident. What else comes is not what is measured. */
  async #takePanic(): Promise<string> {
    for (;;) {
      const panic = (await this.#poller.take(WAIT_MS)).find(({ type }) =>
        type === "vigil.panic.v1"
      );
      if (panic !== undefined) return panic.incident!;
    }
  }

  /** Milliseconds until the operator has the page of the last panic's incident. */
  async look(): Promise<number> {
    const startedAtMs = performance.now();
    const answer = await fetch(`${this.gateway.consoleUrl}/incidents/${this.#incident}`, {
      headers: { cookie: this.prepared.cookie },
      redirect: "manual",
    });
    await answer.text();
    if (!answer.ok) throw new Error(`a look was answered with ${answer.status}`);
    return performance.now() - startedAtMs;
  }

  /** Ends it. @throws when its program keeps a chain and should not, or the other way round. */
  async verify(isAudited: boolean): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    using store = this.place.openStore();
    const number = newestEntry(store);
    if ((number > this.prepared.entry) === isAudited) return;
    throw new Error(`the chain went from entry ${this.prepared.entry} to ${number}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    await this.place[Symbol.asyncDispose]();
  }
}

function newestEntry(store: DirectStore): number {
  return store.read.audit.before(0, 1)[0]?.number ?? 0;
}
