/** A modem at a terminal: frames of its lines, and answers as its command to send. */
import type { Buffer } from "node:buffer";
import { openSync, write } from "node:fs";
import { ReadStream } from "node:tty";

const RECEIVED = /^\+EVT:RXP2P:-?\d+:-?\d+:([0-9A-F]+)\r\n/;

/** Opens a terminal. @param onFrame Gets each frame, in hex. @returns what sends an answer. */
export function openModem(path: string, onFrame: (hex: string) => void): (frame: Buffer) => void {
  const descriptor = openSync(path, "r+");
  let text = "";
  new ReadStream(descriptor).on("data", (bytes) => {
    text += bytes.toString("latin1");
    for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
      const [, hex] = RECEIVED.exec(text.slice(0, end + 2)) ?? [];
      text = text.slice(end + 2);
      if (hex !== undefined) onFrame(hex);
    }
  });
  return (frame) => {
    write(descriptor, `AT+PSEND=${frame.toString("hex").toUpperCase()}\r\n`, (cause) => {
      if (cause !== null) throw cause;
    });
  };
}
