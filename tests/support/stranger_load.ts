/**
 * What strangers do to the two ports of a gateway, all of it at once and without end, in a process
 * of its own: `stranger_load.ts HTTP_PORT CONSOLE_PORT [tls]`. Says "loading" when all of it has
 * begun. With `tls`, the first port speaks it, and handshakes take the place of what comes behind
 * them. Its connections are bounded: about 260 at once.
 */
import http from "node:http";
import net from "node:net";
import tls from "node:tls";

const [httpPort, consolePort] = Deno.args.map(Number) as [number, number];
/** Addresses of this box that it comes from. */
const SOURCES = 8;
const SILENT = 100;
const SLOW = 20;
const ASKING = 100;
const KNOCKING = 10;
const POURING = 8;
const SHAKING = 60;
const POUR_BYTES = 16_000_000;
const PIECE = new Uint8Array(65_536).fill(0x61);

let sources = 0;

function connect(port: number): net.Socket {
  const localAddress = `127.0.0.${2 + sources++ % SOURCES}`;
  const socket = net.connect({ port, host: "127.0.0.1", localAddress });
  socket.on("error", () => {});
  return socket;
}

/** Does something again as soon as its connection has ended. */
function forEver(begin: () => net.Socket): void {
  const socket = begin();
  socket.once("close", () => setTimeout(() => forEver(begin), 5));
}

/** Holds a place and says nothing. */
function beSilent(port: number): net.Socket {
  return connect(port);
}

/** Asks for the largest answers and takes nothing of them. */
function readSlowly(): net.Socket {
  const socket = connect(httpPort);
  socket.pause();
  socket.write("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n".repeat(9));
  return socket;
}

/** Comes and goes. */
function knock(): net.Socket {
  const socket = connect(httpPort);
  socket.once("connect", () => socket.destroy());
  return socket;
}

/** Posts far more than anybody takes. */
function pour(port: number, path: string): net.Socket {
  const socket = connect(port);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${POUR_BYTES}\r\n` +
      "content-type: application/x-www-form-urlencoded\r\n\r\n",
  );
  let left = POUR_BYTES;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= PIECE.length;
      if (!socket.write(PIECE)) return;
    }
  };
  socket.on("drain", more);
  socket.resume();
  more();
  return socket;
}

/** Asks again as soon as it is answered, on a connection that it keeps. */
function ask(port: number, path: string, agent: http.Agent): void {
  const again = () => setTimeout(() => ask(port, path, agent), 0);
  http.get({ port, host: "127.0.0.1", path, agent }, (answer) => {
    answer.resume();
    answer.once("close", again);
  }).on("error", again);
}

/** Begins a handshake and does not go on with it. */
function beginHandshake(): net.Socket {
  const socket = connect(httpPort);
  socket.write(new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00]));
  return socket;
}

/** Ends a handshake, asks once and goes. */
function shakeHands(): net.Socket {
  const socket = tls.connect({ socket: connect(httpPort), rejectUnauthorized: false });
  socket.on("error", () => {});
  socket.once("data", () => socket.destroy());
  socket.write("GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n");
  return socket;
}

function loadPlain(): void {
  for (let n = 0; n < SLOW; n++) forEver(readSlowly);
  for (let n = 0; n < POURING / 2; n++) forEver(() => pour(httpPort, "/v1/tokens"));
  const agent = new http.Agent({ keepAlive: true, maxSockets: ASKING });
  const paths = ["/openapi.json", "/readyz", "/metrics", "/docs", "/v1/status"];
  for (let n = 0; n < ASKING; n++) ask(httpPort, paths[n % paths.length]!, agent);
}

function loadSecure(): void {
  for (let n = 0; n < SLOW; n++) forEver(beginHandshake);
  for (let n = 0; n < SHAKING; n++) forEver(shakeHands);
}

for (let n = 0; n < SILENT; n++) forEver(() => beSilent(n % 2 === 0 ? httpPort : consolePort));
for (let n = 0; n < KNOCKING; n++) forEver(knock);
for (let n = 0; n < POURING / 2; n++) forEver(() => pour(consolePort, "/sign-in"));
if (Deno.args[2] === "tls") loadSecure();
else loadPlain();
// deno-lint-ignore no-console -- this is how it says that it has begun
setTimeout(() => console.log("loading"), 1_000);
