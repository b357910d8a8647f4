/**
 * Everything that a press of the button meets, as it is in service: a wearable, a modem, the gateway
 * with its store, a broker with a listener, and a dispatch system that polls.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { SimulatedWearable } from "../../gateway/simulator/wearable.ts";
import type { SentMessage } from "../../gateway/simulator/wearable_radio.ts";
import type { SimulatedModem } from "../../gateway/simulator/simulated_modem.ts";
import { checkAccounts, sumOf } from "../support/accounts.ts";
import { Dispatch, type ReceivedEvent } from "../support/dispatch.ts";
import { Mosquitto, Subscriber } from "../support/mosquitto.ts";
import { answered, listening, RadioField } from "../support/radio_field.ts";
import { GatewayBox, PULL, type RunningGateway } from "../support/running_gateway.ts";
import { until } from "../support/until.ts";

/** How soon a panic is on the wire whatever the disk does, in ms: 250, and what a busy box needs. */
export const ON_THE_WIRE_MS = 500;

export class Scene implements AsyncDisposable {
  /** Frames that the modem has handed on; unknown once there was no gateway to take them. */
  #heard: number | undefined = 0;
  /** The disk has forgotten everything, and events that come again come anew. */
  #isStoreNew = false;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    stack: AsyncDisposableStack,
    readonly box: GatewayBox,
    readonly field: RadioField,
    readonly modem: SimulatedModem,
    readonly wearable: SimulatedWearable,
    readonly subscriber: Subscriber,
    public token: string,
    public gateway: RunningGateway,
  ) {
    this.#stack = stack;
    const { emulator } = modem;
    const hear = emulator.hear.bind(emulator);
    emulator.hear = (frame, signal) => {
      const isHeard = hear(frame, signal);
      if (isHeard && this.#heard !== undefined) this.#heard++;
      return isHeard;
    };
  }

  /**
   * @param dataFolder Where the store is to be; absent: beside the configuration.
   * @param confirm What ends a delivery by the broker.
   */
  static async start(dataFolder?: string, confirm = "receipt"): Promise<Scene> {
    await using stack = new AsyncDisposableStack();
    const broker = stack.use(await Mosquitto.start());
    const box = stack.use(new GatewayBox());
    if (dataFolder !== undefined) Deno.symlinkSync(dataFolder, join(box.folder, "data"));
    const field = stack.use(new RadioField(box.folder));
    const modem = field.plugIn("rak3172");
    const mqtt = `[[destination]]\nname = "broker"\ntype = "mqtt"\nurl = "${broker.url}"\n` +
      `confirm = "${confirm}"\n`;
    box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }], PULL + mqtt);
    const wearable = await field.issue(box);
    const token = await box.token("dispatch", "dispatch-pull");
    const topic = "vigil/v1/5415/gw-1/events/#";
    const subscriber = stack.use(await Subscriber.start(broker.port, topic));
    const gateway = await box.start();
    await listening(modem);
    await until("the broker is reached", () => subscriber.on("events/normal").length > 0);
    return new Scene(stack.move(), box, field, modem, wearable, subscriber, token, gateway);
  }

  get storePath(): string {
    return join(this.box.folder, "data", "vigil.db");
  }

  get dispatch(): Dispatch {
    return new Dispatch(this.gateway, this.token);
  }

  /** What the listener of the broker has got, every copy. */
  get published(): ReceivedEvent[] {
    return this.subscriber.seen.map(({ payload }) => JSON.parse(payload));
  }

  /** Presses the button and waits until the panic is on the wire; the message and how long it took. */
  async press(): Promise<{ message: SentMessage; panic: ReceivedEvent; tookMs: number }> {
    const begunAt = performance.now();
    const message = this.wearable.press();
    const { alarm } = message;
    let panic: ReceivedEvent | undefined;
    await until("the panic is published", () => {
      panic = this.published.find(({ data, type }) =>
        type === "vigil.panic.v1" && data.alarm === alarm
      );
      return panic !== undefined;
    }, 30_000);
    return { message, panic: panic!, tookMs: performance.now() - begunAt };
  }

  /** Presses the button and waits until the wearable has heard that it is stored. */
  async pressStored(): Promise<SentMessage> {
    const { message } = await this.press();
    await answered(message, "stored");
    return message;
  }

  /** Waits for the gateway's own word on its disk. */
  async degraded(reason: string, limitMs = 15_000): Promise<void> {
    await until(
      `storage-degraded, ${reason}, is published`,
      () =>
        this.published.some(({ data, type }) =>
          type === "vigil.storage-degraded.v1" && data.reason === reason
        ),
      limitMs,
    );
  }

  /** What a load balancer hears: the status of `/readyz`, and the codes of what is degraded. */
  async readiness(): Promise<{ readonly status: number; readonly codes: readonly string[] }> {
    const response = await fetch(`${this.gateway.url}/readyz`);
    const { degradations = [] } = await response.json();
    return {
      status: response.status,
      codes: degradations.map(({ code }: { readonly code: string }) => code),
    };
  }

  /** Ends the process as a power cut would, and starts it again after something else. */
  async restart(meanwhile: () => void = () => {}): Promise<void> {
    await this.gateway.kill();
    meanwhile();
    await this.startAgain();
  }

  /** Starts the gateway once it has ended. @param token What dispatch has from now on. */
  async startAgain(token = this.token): Promise<void> {
    this.#isStoreNew ||= token !== this.token;
    this.token = token;
    this.#heard = undefined;
    this.gateway = await this.box.start();
    await listening(this.modem);
  }

  /**
   * Checks that every message was stored once and every frame counted, that copies of an event are
   * the same, and that dispatch can end it all.
   */
  async checkNothingIsLost(messages: readonly SentMessage[]): Promise<void> {
    await until("every frame on the serial line is counted", async () => {
      const received = sumOf(await this.gateway.metrics(), "vigil_frames_received_total");
      return this.#heard === undefined || this.#heard === received;
    });
    const offered = await this.dispatch.offered();
    const panics = offered.filter(({ type }) => type === "vigil.panic.v1");
    assert.deepEqual(
      panics.map(({ data }) => data.alarm as number).sort((a, b) => a - b),
      messages.map(({ alarm }) => alarm),
      "each alarm is stored once",
    );
    assert.ok(panics.every(({ durable }) => durable === undefined), "and is durable now");
    this.#checkCopies(offered);
    await this.dispatch.acknowledge(...panics);
    await until("the wearable is at peace", () => this.wearable.unconfirmed.length === 0);
    checkAccounts(await this.gateway.metrics());
    assert.equal(this.gateway.status, undefined, "the gateway has run all the time");
  }

  /** A copy that was never stored may differ, once the process that knew it is gone. */
  #checkCopies(events: readonly ReceivedEvent[]): void {
    if (this.#isStoreNew) return;
    const isOneProcess = this.#heard !== undefined;
    for (const { hash, id } of events) {
      const copies = this.published.filter((copy) =>
        copy.id === id && (isOneProcess || copy.durable === undefined)
      );
      assert.ok(copies.every((copy) => copy.hash === hash), "copies of one id have one hash");
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
