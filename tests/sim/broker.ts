import type { Delivered } from "./oracle.ts";
import type { SimulatedLink } from "./simulated_mqtt.ts";
import type { DispatchPorts } from "./stream_dispatch.ts";

const NO_SUBSCRIBERS = 0x10;
const QUOTA_EXCEEDED = 0x97;

/** A broker that drops connections, and a dispatch system behind it that sends receipts. */
export class Broker {
  #link: SimulatedLink | undefined;
  #isDown = false;

  constructor(readonly ports: DispatchPorts, readonly confirm: "receipt" | "puback") {
    const { random } = ports;
    // Enough events wait behind a long outage for their order to matter.
    if (random.chance(0.5)) this.#stayAway(random.whole(5_000, 11_000));
    else this.#dropSometimes();
  }

  /** It takes no connections. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** A gateway connects; an older connection of it ends. */
  accept(link: SimulatedLink): void {
    this.#link?.end();
    this.#link = link;
  }

  /** A publish arrives, or is lost with its connection. */
  take(json: string, link: SimulatedLink, packet: number): void {
    const { random, time } = this.ports;
    time.after(random.whole(1, 30), () => {
      if (link.isOver) return;
      const code = this.#reasonCode();
      if (code === 0) this.#deliver(JSON.parse(json));
      time.after(random.whole(1, 20), () => link.acknowledged(packet, code));
    });
  }

  #reasonCode(): number {
    const { isCalm, random } = this.ports;
    if (isCalm()) return 0;
    return random.chance(0.1) ? NO_SUBSCRIBERS : random.chance(0.03) ? QUOTA_EXCEEDED : 0;
  }

  #deliver(event: Delivered): void {
    const { isCalm, ledger, oracle, random } = this.ports;
    oracle.watch(() => oracle.received(ledger, event));
    if (this.confirm === "puback") return void ledger.confirmed.add(event.id);
    if (!isCalm() && random.chance(0.2)) return;
    this.#sendReceipt(event.id, event.hash);
    if (isCalm()) return;
    if (random.chance(0.1)) this.#sendReceipt(event.id, event.hash);
    if (random.chance(0.03)) this.#sendReceipt(event.id, "0".repeat(64));
    if (random.chance(0.02)) this.#sendReceipt("0".repeat(32), event.hash);
  }

  #sendReceipt(event: string, hash: string): void {
    const { isCalm, ledger, random, time } = this.ports;
    time.after(random.whole(5, isCalm() ? 100 : 3_000), () => {
      if (this.#link === undefined || this.#link.isOver) return;
      if (/[^0]/.test(hash)) ledger.confirmed.add(event);
      const receipt = JSON.stringify({ event, hash, stage: "received" });
      this.#link.receipt(new TextEncoder().encode(receipt));
    });
  }

  /** Ends the connection, and sometimes stays away. */
  #dropSometimes(): void {
    const { isCalm, random, time } = this.ports;
    time.after(random.whole(500, 6_000), () => {
      if (isCalm()) return;
      this.#link?.end();
      if (random.chance(0.5)) this.#stayAway(random.whole(1_000, 5_000));
      else this.#dropSometimes();
    });
  }

  /** Takes no connections for a while. */
  #stayAway(ms: number): void {
    this.#isDown = true;
    this.ports.time.after(ms, () => {
      this.#isDown = false;
      this.#dropSometimes();
    });
  }
}
