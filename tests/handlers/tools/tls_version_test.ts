/** Which TLS versions are spoken, tried with openssl and mosquitto at the other end. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { Authority } from "../../support/certificates.ts";
import { Forwarding } from "../../support/forwarding.ts";
import { Mosquitto } from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";
import { WebhookReceiver } from "../../support/webhook_receiver.ts";
import { Harness } from "../http/harness.ts";

async function withAuthority(test: (authority: Authority) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-tls-" });
  try {
    await test(new Authority(folder, "authority"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** True when openssl, speaking only that version, gets through. */
async function getsThrough(port: number, version: "-tls1_2" | "-tls1_3"): Promise<boolean> {
  const { success } = await new Deno.Command("openssl", {
    args: ["s_client", "-connect", `127.0.0.1:${port}`, version],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

Deno.test("A listener speaks TLS 1.3 only, and 1.2 too where the configuration allows it", () =>
  withAuthority(async (authority) => {
    const { cert, key } = authority.sign("server");
    const tls = () => ({ cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") });
    const versions = async (settings: object) => {
      await using gateway = await Harness.start({ tls, ...settings });
      const { port } = gateway.server;
      const before = [await getsThrough(port, "-tls1_2"), await getsThrough(port, "-tls1_3")];
      gateway.server.reloadTls();
      const after = [await getsThrough(port, "-tls1_2"), await getsThrough(port, "-tls1_3")];
      assert.deepEqual(after, before, "new certificates change no version");
      return before;
    };
    assert.deepEqual(await versions({}), [false, true]);
    assert.deepEqual(await versions({ tlsMin: "1.2" }), [true, true]);
  }));

/** A terminator that speaks TLS 1.2 at most, in front of a port without TLS. */
async function withOldTls(
  authority: Authority,
  port: number,
  test: (oldPort: number) => Promise<void>,
): Promise<void> {
  const { cert, key } = authority.sign("old");
  const material = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer({ ...material, maxVersion: "TLSv1.2" }, (near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) sockets.add(socket.on("error", () => {}));
    near.pipe(far).pipe(near);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

Deno.test("A webhook is not sent over TLS 1.2, unless the configuration allows it", () =>
  withAuthority(async (authority) => {
    await using receiver = await WebhookReceiver.start();
    await using forwarding = await Forwarding.open();
    await forwarding.append("critical");
    await withOldTls(authority, receiver.port, async (port) => {
      const url = `https://127.0.0.1:${port}/`;
      const strict = forwarding.startWebhook(url, { ca: authority.ca });
      await until("it is refused", () => /version/i.test(strict.status().lastError ?? ""));
      assert.equal(receiver.requests.length, 0);
      await strict[Symbol.asyncDispose]();
      const lenient = forwarding.startWebhook(url, { ca: authority.ca, tlsMin: "1.2" });
      await forwarding.drained();
      assert.equal(receiver.requests.length, 1);
      await lenient[Symbol.asyncDispose]();
    });
  }));

Deno.test("An MQTT destination refuses a broker that speaks TLS 1.2 only, unless it may", () =>
  withAuthority(async (authority) => {
    await using broker = await Mosquitto.start();
    await using forwarding = await Forwarding.open();
    await forwarding.append("critical");
    await withOldTls(authority, broker.port, async (port) => {
      const url = `mqtts://127.0.0.1:${port}`;
      const strict = forwarding.start(url, { ca: authority.ca });
      await until("it is refused", () => /version/i.test(strict.status().lastError ?? ""));
      assert.equal(forwarding.pending().critical, 1);
      await strict[Symbol.asyncDispose]();
      const lenient = forwarding.start(url, { ca: authority.ca, tlsMin: "1.2" });
      await until("it is connected", () => lenient.status().state === "connected");
      await lenient[Symbol.asyncDispose]();
    });
  }));
