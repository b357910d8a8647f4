/** The one call that opens a serial port. */
import { SerialPortStream } from "@serialport/stream";
import { LinuxBinding } from "./binding.ts";

/** An open port: a Duplex stream of bytes. `port` gives its {@link LinuxPort}. */
export type SerialPort = SerialPortStream<LinuxBinding>;

/** How to open a port. By default: raw, 8N1, no flow control, locked. */
export interface SerialPortOptions {
  /** Device, best by its name in /dev/serial/by-id. */
  readonly path: string;
  /** Bits a second, any number that the driver can make. */
  readonly baudRate: number;
  readonly dataBits?: 5 | 6 | 7 | 8;
  /** 1.5 with 5 data bits only. */
  readonly stopBits?: 1 | 1.5 | 2;
  readonly parity?: "none" | "even" | "odd" | "mark" | "space";
  /** Hardware flow control; only where the wires are there. */
  readonly rtscts?: boolean;
  /** Software flow control of either direction; never with binary. */
  readonly xon?: boolean;
  readonly xoff?: boolean;
  readonly xany?: boolean;
  /** Drop DTR on close. Default: false, since it resets many boards. */
  readonly hupcl?: boolean;
  /** Keep the port to ourselves. Default: true */
  readonly lock?: boolean;
  /** Bytes that may wait on each side of the stream. Default: 64 KiB */
  readonly highWaterMark?: number;
  /** The program's one binding; a new one costs a thread of its own. */
  readonly binding?: LinuxBinding;
}

/**
 * Opens a serial port. `data` brings bytes as they come; {@link untilClosed} reports the end.
 * A port that was closed is opened again by a new call of this.
 * @throws SerialPortError whose text says what to do; its `code` is "EACCES", "ENOENT", "EAGAIN"
 *   (locked), "EBUSY", "MISMATCH" (the driver kept other settings), "INVALID" and so on.
 */
export async function openSerialPort(options: SerialPortOptions): Promise<SerialPort> {
  const { binding = new LinuxBinding(), ...rest } = options;
  const port = new SerialPortStream({ ...rest, binding, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => error === null ? resolve() : reject(error));
  });
  return port;
}

/**
 * Resolves when a port is closed and may be opened again: with the reason when its device went
 * away, with undefined when it was closed on purpose. To be called once, right after opening; the
 * port has to be read (`data`, `resume`) to notice. From then on `error` is listened to: a write
 * that the end cut short emits it, and its own callback has the error too.
 */
export function untilClosed(port: SerialPort): Promise<Error | undefined> {
  port.on("error", () => {});
  return new Promise((resolve) => {
    port.on("close", (reason?: Error | null) => {
      // Such a write also makes the stream say `close` by itself, without a reason and too early.
      if (reason !== undefined) resolve(reason ?? undefined);
    });
  });
}
