/**
 * The least that a poll has to go through: a server that reads the request and gives a file's bytes.
 *
 *     http.ts FILE
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { print } from "../../commands/output.ts";

const answer = readFileSync(Deno.args[0]!);

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(answer);
  });
});
server.listen(0, "127.0.0.1", () => {
  print(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
});
