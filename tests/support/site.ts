import type { SimulatedKind, SimulatedModem } from "../../gateway/simulator/simulated_modem.ts";
import type { SimulatedWearable } from "../../gateway/simulator/wearable.ts";
import type { SentMessage } from "../../gateway/simulator/wearable_radio.ts";
import { Dispatch } from "./dispatch.ts";
import { answered, listening, RadioField } from "./radio_field.ts";
import { GatewayBox, PULL, type RunningGateway } from "./running_gateway.ts";

export interface SiteOptions {
  /** Default: rak3172. */
  readonly kind?: SimulatedKind;
  /** The TOML of the destinations, and of what follows; default: one stream. */
  readonly destinations?: string;
}

/** One zone as most tests need it: a gateway, its modem, a wearable that it knows, and dispatch. */
export class Site implements AsyncDisposable {
  #gateway: RunningGateway | undefined;
  #dispatchToken: string | undefined;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    stack: AsyncDisposableStack,
    readonly box: GatewayBox,
    readonly field: RadioField,
    readonly modem: SimulatedModem,
    readonly wearable: SimulatedWearable,
  ) {
    this.#stack = stack;
  }

  /** Everything but the gateway's process. */
  static async prepare({ destinations = PULL, kind = "rak3172" }: SiteOptions = {}): Promise<Site> {
    await using stack = new AsyncDisposableStack();
    const box = stack.use(new GatewayBox());
    const field = stack.use(new RadioField(box.folder));
    const modem = field.plugIn(kind);
    box.configure([{ kind, port: `${box.folder}/lora-1` }], destinations);
    const wearable = await field.issue(box);
    return new Site(stack.move(), box, field, modem, wearable);
  }

  /** All of it, at work. */
  static async start(options: SiteOptions = {}): Promise<Site> {
    await using stack = new AsyncDisposableStack();
    const site = stack.use(await Site.prepare(options));
    await site.startGateway();
    stack.move();
    return site;
  }

  /** Starts the gateway, for the first time or again, and waits until its modem listens. */
  async startGateway(env: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
    this.#gateway = await this.box.start(env);
    await listening(this.modem);
    return this.#gateway;
  }

  /** The process that was started last. */
  get gateway(): RunningGateway {
    return this.#gateway!;
  }

  /** What polls the usual stream of the process that was started last. */
  async dispatch(): Promise<Dispatch> {
    return new Dispatch(this.gateway, await this.dispatchToken());
  }

  /** What it proves itself by; made when it is first asked for. */
  async dispatchToken(): Promise<string> {
    return this.#dispatchToken ??= await this.box.token("dispatch", "dispatch-pull");
  }

  /** Presses the button and waits until the wearable has heard that it is stored. */
  async press(): Promise<SentMessage> {
    const message = this.wearable.press();
    await answered(message, "stored");
    return message;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
