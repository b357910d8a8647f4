/** Ports of the loopback that programs of the bench listen on. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { waitFor } from "./wait.ts";

const KNOCK_EVERY_MS = 10;

/** A port that no program listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Resolves when a program listens on a port. @throws when none does in time. */
export async function listens(who: string, port: number, limitMs?: number): Promise<void> {
  let hasAnswered = false;
  const knocking = setInterval(async () => hasAnswered ||= await isListening(port), KNOCK_EVERY_MS);
  try {
    await waitFor(`${who} listens`, () => hasAnswered, limitMs);
  } finally {
    clearInterval(knocking);
  }
}

/** Whether a program listens on a port now. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
