/** A gateway with dispatch at its stream and a person who looks; one of two that take turns. */
import type { UnixMs } from "../../devices/time.ts";
import { newToken } from "../../handlers/http/server/access/credentials.ts";
import { ownAct } from "../../db/store.ts";
import { GatewayPlace, type RunningGateway, STREAM } from "./gateway_process.ts";
import { Poller, prepareStream } from "./poller.ts";
import { benchIdentities, FrameSource, register } from "./wearables.ts";

/** How long a poll waits for an alarm, in ms. */
const WAIT_MS = 10_000;
const [IDENTITY] = benchIdentities(1);

export class AuditSide implements AsyncDisposable {
  readonly #source = new FrameSource(IDENTITY!);
  readonly #poller: Poller;
  readonly #operator: string;
  #incident = "";

  private constructor(
    readonly place: GatewayPlace,
    readonly gateway: RunningGateway,
    tokens: { readonly dispatch: string; readonly operator: string },
  ) {
    this.#poller = new Poller(`${gateway.httpUrl}/v1/streams/${STREAM}/poll`, tokens.dispatch);
    this.#operator = tokens.operator;
  }

  /**
   * @param folder An empty one.
   * @param launcher Of the program.
   * @param backlog Events that its stream owes.
   */
  static async start(folder: string, launcher: string, backlog: number): Promise<AuditSide> {
    await using stack = new AsyncDisposableStack();
    const place = stack.use(new GatewayPlace({ folder }));
    const dispatch = await prepareStream(place.openStore(), backlog);
    const { record, token: operator } = newToken(
      { name: "desk", role: "operator" },
      Date.now() as UnixMs,
    );
    {
      using store = place.openStore();
      await register(store, [IDENTITY!]);
      await store.write("createToken", { ...record, by: ownAct("bench") });
    }
    const gateway = await place.start([], launcher);
    stack.move();
    return new AuditSide(place, gateway, { dispatch, operator });
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

  /** Waits for a panic; the id of its incident. Whatever comes before it is not what is measured. */
  async #takePanic(): Promise<string> {
    for (;;) {
      const panic = (await this.#poller.take(WAIT_MS)).find(({ type }) =>
        type === "vigil.panic.v1"
      );
      if (panic !== undefined) return panic.incident!;
    }
  }

  /** Milliseconds until an operator has the incident of the last panic. */
  async look(): Promise<number> {
    const startedAtMs = performance.now();
    const answer = await fetch(`${this.gateway.httpUrl}/v1/incidents/${this.#incident}`, {
      headers: { authorization: `Bearer ${this.#operator}` },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`a look was answered with ${answer.status}: ${text}`);
    return performance.now() - startedAtMs;
  }

  /** @throws when its program keeps a chain and should not, or the other way round. */
  async verify(isAudited: boolean): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    using store = this.place.openStore();
    const [newest] = store.read.audit.before(0, 1);
    if ((newest !== undefined) !== isAudited) {
      throw new Error(`the chain ends at entry ${newest?.number ?? 0}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    await this.place[Symbol.asyncDispose]();
  }
}
