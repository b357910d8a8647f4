/** What the doctor sees of receivers, over real connections. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { readFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { parseConfig } from "../../../gateway/config/config.ts";
import { lookAtCertificates } from "../../../gateway/doctor/look_at_certificates.ts";
import { lookAtPeers } from "../../../gateway/doctor/look_at_peers.ts";
import { Authority } from "../../support/certificates.ts";

const GATEWAY = `[gateway]\nzone = "1"\nname = "g"\ndata_dir = "/tmp"\n`;

function configOf(rest: string) {
  const config = parseConfig(GATEWAY + rest, {});
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return config.value;
}

function brokerAt(url: string, more = "") {
  return configOf(`[[destination]]\nname = "broker"\ntype = "mqtt"\nurl = "${url}"\n${more}`);
}

async function listening(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

Deno.test("A receiver that takes a connection is reached, and one that takes none is said with the reason", async () => {
  const server = await listening(createServer((socket) => void socket.on("error", () => {})));
  const url = `mqtt://127.0.0.1:${server.port}`;
  const { peers: [reached] } = await lookAtPeers(brokerAt(url), false);
  assert.deepEqual(reached, { name: "broker", host: `127.0.0.1:${server.port}` });
  await server[Symbol.asyncDispose]();
  const { peers: [refused] } = await lookAtPeers(brokerAt(url), false);
  assert.equal(refused!.problem!.step, "connection");
  assert.match(refused!.problem!.text, /ECONNREFUSED/);
});

Deno.test("A name that is not found is no fault of the receiver", async () => {
  const { peers: [peer] } = await lookAtPeers(brokerAt("mqtts://broker.invalid"), false);
  assert.deepEqual([peer!.problem!.step, peer!.host], ["name", "broker.invalid:8883"]);
});

Deno.test("Of a certificate that is trusted the end is known, of another one the reason too", async () => {
  const folder = Deno.makeTempDirSync();
  const authority = new Authority(folder, "ours");
  const { cert, key } = authority.sign("server");
  const tls = { cert: readFileSync(cert), key: readFileSync(key) };
  const handler = (socket: { on(event: "error", on: () => void): unknown }) =>
    void socket.on("error", () => {});
  await using server = await listening(createTlsServer(tls, handler));
  const url = `mqtts://127.0.0.1:${server.port}`;
  const { peers: [good] } = await lookAtPeers(brokerAt(url, `ca = "${authority.ca}"`), true);
  assert.equal(good!.problem, undefined);
  const days = (good!.certificateEndsUnixMs! - Date.now()) / 86_400_000;
  assert.ok(days > 1.5 && days < 2.5, `${days}`);
  const { peers: [other] } = await lookAtPeers(brokerAt(url), false);
  assert.equal(other!.problem!.step, "handshake");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("Beside a running gateway only receivers with a certificate are asked", async () => {
  const { count, peers } = await lookAtPeers(brokerAt("mqtt://127.0.0.1:1"), true);
  assert.deepEqual([count, peers], [1, []]);
});

Deno.test("The end of an own certificate is read from its file, and a file that is none is said", async () => {
  const folder = Deno.makeTempDirSync();
  const { cert, key } = new Authority(folder, "ours").sign("server");
  const http = (path: string) => configOf(`[http]\ntls_cert = "${path}"\ntls_key = "${key}"\n`);
  const [read] = await lookAtCertificates(http(cert));
  assert.ok(read!.endsUnixMs! > Date.now());
  const [none] = await lookAtCertificates(http(key));
  assert.match(none!.problem!, /holds no certificate in PEM/);
  Deno.removeSync(folder, { recursive: true });
});
