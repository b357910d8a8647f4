/** What systemd hears of the gateway, at a real datagram socket in its place. */
import assert from "node:assert/strict";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

/** Short, so that the test is; four times in it the gateway tells that it is alive. */
const WATCHDOG_MS = 2_000;

/** The end of systemd: keeps what it is told and when. */
class NotifySocket implements AsyncDisposable {
  readonly messages: { readonly text: string; readonly atMs: number }[] = [];
  readonly #socket: Deno.DatagramConn;
  readonly #reading: Promise<void>;

  constructor(readonly path: string) {
    this.#socket = Deno.listenDatagram({ transport: "unixpacket", path });
    this.#reading = this.#read();
  }

  count(text: string): number {
    return this.messages.filter((it) => it.text === text).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    for await (const [bytes] of this.#socket) {
      this.messages.push({ text: new TextDecoder().decode(bytes), atMs: performance.now() });
    }
  }
}

Deno.test("systemd hears that the gateway is ready, alive while its event loop turns, and that it stops", async () => {
  await using box = new GatewayBox();
  await using manager = new NotifySocket(`${box.folder}/notify`);
  box.configure([]);
  const gateway = await box.start({
    NOTIFY_SOCKET: manager.path,
    WATCHDOG_USEC: String(WATCHDOG_MS * 1_000),
  });
  await until("it tells that it is ready", () => manager.count("READY=1") === 1);
  await until("it tells that it is alive", () => manager.count("WATCHDOG=1") >= 4);

  // Hung: systemd would kill it after WATCHDOG_MS without a word.
  Deno.kill(gateway.pid, "SIGSTOP");
  const stoppedAtMs = performance.now();
  await until(
    "systemd would have lost patience",
    () => performance.now() - stoppedAtMs > 1.5 * WATCHDOG_MS,
  );
  assert.ok(
    manager.messages.at(-1)!.atMs < stoppedAtMs + 500,
    "a gateway that hangs tells nothing",
  );
  const before = manager.count("WATCHDOG=1");
  Deno.kill(gateway.pid, "SIGCONT");
  await until("it tells again", () => manager.count("WATCHDOG=1") > before);

  assert.equal(await gateway.stop(), 0, gateway.stderr);
  await until("it tells that it stops", () => manager.count("STOPPING=1") === 1);
});

Deno.test("Without systemd the gateway starts and stops as ever", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const gateway = await box.start({ NOTIFY_SOCKET: `${box.folder}/nobody`, WATCHDOG_USEC: "x" });
  assert.equal(await gateway.stop(), 0, gateway.stderr);
});
