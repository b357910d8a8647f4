import assert from "node:assert/strict";
import { Authority } from "../../../../support/certificates.ts";
import { Forwarding } from "../../../../support/forwarding.ts";
import { until } from "../../../../support/until.ts";
import { WebhookReceiver } from "../../../../support/webhook_receiver.ts";

/** An authority, and a receiver that asks for certificates of it. */
async function withTls(
  test: (
    world: { authority: Authority; receiver: WebhookReceiver; forwarding: Forwarding },
  ) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-tls-" });
  try {
    const authority = new Authority(folder, "authority");
    const tls = { ...authority.sign("receiver"), clientCa: authority.ca };
    await using receiver = await WebhookReceiver.start(tls);
    await using forwarding = await Forwarding.open();
    await forwarding.append("critical");
    await test({ authority, receiver, forwarding });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("A webhook proves itself with a client certificate and checks the receiver by its own authority", () =>
  withTls(async ({ authority, receiver, forwarding }) => {
    const gateway = authority.sign("gateway");
    forwarding.startWebhook(receiver.url, { ca: authority.ca, ...gateway });
    await forwarding.drained();
    assert.equal(receiver.requests.length, 1);
  }));

Deno.test("A webhook sends nothing to a receiver that another authority vouches for", () =>
  withTls(async ({ authority, receiver, forwarding }) => {
    const other = new Authority(authority.folder, "other");
    const gateway = authority.sign("gateway");
    const destination = forwarding.startWebhook(receiver.url, { ca: other.ca, ...gateway });
    await until("it is refused", () => destination.status().counters.failed > 0);
    assert.match(destination.status().lastError!, /certificate/i);
    assert.equal(receiver.requests.length, 0);
  }));

Deno.test("A webhook is refused without the certificate that the receiver asks for", () =>
  withTls(async ({ authority, receiver, forwarding }) => {
    const destination = forwarding.startWebhook(receiver.url, { ca: authority.ca });
    await until("it is refused", () => destination.status().counters.failed > 0);
    assert.equal(receiver.requests.length, 0);
    assert.equal(forwarding.pending().critical, 1);
  }));

Deno.test("A webhook sends nothing to a host that the certificate does not name", () =>
  withTls(async ({ authority, forwarding }) => {
    const tls = authority.sign("elsewhere", "DNS:elsewhere.example");
    await using elsewhere = await WebhookReceiver.start(tls);
    const destination = forwarding.startWebhook(elsewhere.url, { ca: authority.ca });
    await until("it is refused", () => destination.status().counters.failed > 0);
    assert.match(destination.status().lastError!, /certificate|not valid/i);
    assert.equal(elsewhere.requests.length, 0);
  }));
