/**
 * An HTTP server that a stream can be polled from: what the request acknowledges is committed before it
 * is answered, and the hash of every body that is given is checked.
 *
 *     poll.ts STORE STREAM
 *
 * Checks the token and that each acknowledged event was offered and has the hash that is stored. It
 * neither waits for events nor knows several streams, refusals, shed events or pages.
 */
import { Buffer } from "node:buffer";
import { hash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { print } from "../../../commands/output.ts";
import { openStore } from "./store.ts";
import { type Acknowledgement, ScriptStream } from "./stream.ts";

const [path, name] = Deno.args as [string, string];
const database = openStore(path);
const stream = new ScriptStream(database, name);
const isToken = database.prepare(
  "select hash from token where stream = ? and revoked_unix_ms is null",
);

const server = createServer(async (request, response) => {
  const isAllowed = mayPoll(request.headers.authorization ?? "");
  const { ack, maxEvents } = await bodyOf(request);
  response.writeHead(isAllowed ? 200 : 401, { "content-type": "application/json" });
  response.end(isAllowed ? stream.poll(ack, maxEvents) : "{}");
});
server.listen(0, "127.0.0.1", () => {
  print(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
});

function mayPoll(authorization: string): boolean {
  const given = hash("sha256", authorization.replace("Bearer ", ""), "buffer");
  const rows = isToken.all(name) as { hash: Uint8Array }[];
  return rows.some((row) => timingSafeEqual(row.hash, given));
}

async function bodyOf(
  request: IncomingMessage,
): Promise<{ ack: readonly Acknowledgement[]; maxEvents: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
