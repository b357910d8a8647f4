import assert from "node:assert/strict";
import { Authority } from "../../../../support/certificates.ts";
import { Forwarding, ROOT } from "../../../../support/forwarding.ts";
import { Mosquitto, Subscriber } from "../../../../support/mosquitto.ts";
import { until } from "../../../../support/until.ts";

/** An authority, a broker that asks for certificates, and a dispatch that has one. */
async function withTls(
  test: (
    world: { authority: Authority; broker: Mosquitto; forwarding: Forwarding },
  ) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-tls-" });
  try {
    const authority = new Authority(folder, "authority");
    const { ca } = authority;
    const tls = { ca, ...authority.sign("broker"), requiresClientCertificate: true };
    await using broker = await Mosquitto.start({ tls });
    const dispatchOwn = authority.sign("dispatch");
    await using dispatch = await Subscriber.start(broker.port, `${ROOT}/events/#`, [], [
      ...["--cafile", ca, "--cert", dispatchOwn.cert, "--key", dispatchOwn.key],
    ]);
    await using forwarding = await Forwarding.open();
    await forwarding.append("critical");
    await test({ authority, broker, forwarding });
    assert.ok(dispatch.seen.length <= 1);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("An MQTT destination proves itself with a client certificate and checks the broker by its own authority", () =>
  withTls(async ({ authority, broker, forwarding }) => {
    const { ca } = authority;
    forwarding.start(broker.tlsUrl, { ca, ...authority.sign("gateway") });
    await forwarding.drained();
  }));

Deno.test("An MQTT destination refuses a broker that another authority vouches for", () =>
  withTls(async ({ authority, broker, forwarding }) => {
    const { ca } = new Authority(authority.folder, "stranger");
    const destination = forwarding.start(broker.tlsUrl, { ca, ...authority.sign("gateway") });
    await until("it failed", () => destination.status().lastError !== undefined);
    assert.match(destination.status().lastError!, /certificate|issuer/i);
    assert.equal(forwarding.pending().critical, 1);
  }));

Deno.test("An MQTT destination is refused without the certificate that the broker asks for", () =>
  withTls(async ({ authority, broker, forwarding }) => {
    const destination = forwarding.start(broker.tlsUrl, { ca: authority.ca });
    await until("it failed", () => destination.status().lastError !== undefined);
    assert.equal(destination.status().counters.connections, 0);
    assert.equal(forwarding.pending().critical, 1);
  }));

Deno.test("An MQTT destination takes a certificate that was put there after it started", () =>
  withTls(async ({ authority, broker, forwarding }) => {
    const later = `${authority.folder}/later`;
    const destination = forwarding.start(broker.tlsUrl, {
      ca: authority.ca,
      cert: `${later}.pem`,
      key: `${later}.key`,
    });
    await until("it failed", () => destination.status().lastError !== undefined);
    assert.match(destination.status().lastError!, /later\.pem/);
    authority.sign("later");
    await forwarding.drained();
  }));
