/** What the tests of serial ports share. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import {
  LinuxBinding,
  openSerialPort,
  PseudoTerminal,
  Readiness,
  type SerialPort,
  type SerialPortOptions,
} from "../../../gateway/serial/mod.ts";

/** A pseudo-terminal with a port open on it; both are closed at the end of the block. */
export interface Pair extends AsyncDisposable {
  readonly terminal: PseudoTerminal;
  readonly port: SerialPort;
  readonly binding: LinuxBinding;
}

export async function openPair(options: Partial<SerialPortOptions> = {}): Promise<Pair> {
  const readiness = new Readiness();
  const terminal = new PseudoTerminal({ readiness });
  const binding = new LinuxBinding(readiness);
  const path = terminal.path;
  const port = await openSerialPort({ path, baudRate: 115_200, binding, ...options });
  const dispose = async () => {
    if (port.isOpen) await close(port);
    await terminal.close();
  };
  return { terminal, port, binding, [Symbol.asyncDispose]: dispose };
}

/** Closes a port that must not have a fault. */
export async function close(port: SerialPort): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    port.close((error) => error === null ? resolve() : reject(error));
  });
}

/** Resolves when a port has given so many bytes. */
export async function receive(port: SerialPort, sizeBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let missing = sizeBytes; missing > 0;) {
    const chunk = port.read() as Buffer | null;
    if (chunk === null) await once(port, "readable");
    else {
      chunks.push(chunk);
      missing -= chunk.length;
    }
  }
  return Buffer.concat(chunks);
}

/** Resolves when the slave side has written so many bytes. */
export function receiveAtMaster(terminal: PseudoTerminal, sizeBytes: number): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const chunks: Uint8Array[] = [];
  let missing = sizeBytes;
  terminal.onData((bytes) => {
    chunks.push(bytes);
    missing -= bytes.length;
    if (missing <= 0) resolve(Buffer.concat(chunks));
  });
  return promise;
}

/** Bytes of all values, the same on every run, in an order that no translation keeps. */
export function allValues(sizeBytes: number): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: sizeBytes }, (_, at) => (at * 7 + (at >> 8)) & 0xff),
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}
