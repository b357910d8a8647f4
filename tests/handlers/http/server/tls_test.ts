import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { Harness } from "../harness.ts";
import { program } from "../../../support/authors.ts";

/** Makes a certificate signed by `signer`, or by itself; paths are `<folder>/<name>.pem|.key`. */
function certify(folder: string, name: string, commonName: string, signer?: string): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
  const at = (file: string) => `${folder}/${file}`;
  openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", `/CN=${commonName}`, "-days", "2"],
    ...(signer === undefined ? [] : [
      "-CA",
      at(`${signer}.pem`),
      "-CAkey",
      at(`${signer}.key`),
      "-addext",
      "basicConstraints=critical,CA:false",
    ]),
    ...["-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", at(`${name}.key`), "-out", at(`${name}.pem`)],
  );
}

interface Answer {
  readonly status: number;
  readonly body: { readonly error?: string };
  readonly headers: Record<string, unknown>;
  readonly serverName: string;
  readonly protocol: string | null;
}

function get(port: number, folder: string, path: string, client?: string): Promise<Answer> {
  const pem = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = https.get({
    host: "127.0.0.1",
    port,
    path,
    agent: false,
    rejectUnauthorized: false,
    ...(client && { cert: pem(`${client}.pem`), key: pem(`${client}.key`) }),
  }, (response) => {
    const socket = response.socket as TLSSocket;
    const serverName = socket.getPeerCertificate().subject.CN as string;
    const protocol = socket.getProtocol();
    let text = "";
    response.on("data", (chunk) => text += chunk);
    response.on("end", () => {
      const { statusCode: status = 0, headers } = response;
      resolve({ status, body: JSON.parse(text), headers, serverName, protocol });
    });
  });
  request.on("error", reject);
  return promise;
}

async function startSecure(folder: string): Promise<Harness> {
  certify(folder, "ca", "zone authority");
  certify(folder, "server", "server one");
  const read = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
  return await Harness.start({
    tls: () => ({ cert: read("server.pem"), key: read("server.key"), clientCa: read("ca.pem") }),
  });
}

Deno.test("A client certificate of the configured authority is the token named like its CN", async () => {
  const folder = Deno.makeTempDirSync();
  await using gateway = await startSecure(folder);
  certify(folder, "known", "monitor", "ca");
  certify(folder, "nameless", "nobody", "ca");
  certify(folder, "forged", "monitor");
  const status = (client?: string) => get(gateway.server.port, folder, "/v1/status", client);

  const known = await status("known");
  assert.deepEqual([known.status, known.protocol], [200, "TLSv1.3"]);
  assert.match(String(known.headers["strict-transport-security"]), /max-age/);
  for (const client of [undefined, "nameless", "forged"]) {
    const answer = await status(client);
    assert.deepEqual([answer.status, answer.body.error], [401, "unauthorized"], client ?? "none");
  }
  const events = await get(gateway.server.port, folder, "/v1/events", "known");
  assert.equal(events.status, 403);

  const record = gateway.store.read.tokens.all().find(({ name }) => name === "monitor")!;
  await gateway.store.write("revokeToken", { id: record.id, by: program("test"), atUnixMs: 1 });
  assert.equal((await status("known")).status, 401);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("New certificates are taken without a restart", async () => {
  const folder = Deno.makeTempDirSync();
  await using gateway = await startSecure(folder);
  const name = async () => (await get(gateway.server.port, folder, "/healthz")).serverName;
  assert.equal(await name(), "server one");

  certify(folder, "server", "server two");
  gateway.server.reloadTls();

  assert.equal(await name(), "server two");
  Deno.removeSync(folder, { recursive: true });
});
