/** The wires beside the data: modem lines, break, and the driver's counters of errors. */
import type { PortStatus, SetOptions } from "@serialport/bindings-interface";
import { check, ERRNO } from "./errors.ts";
import { errno, libc } from "./libc.ts";

const TIOCMGET = 0x5415;
const TIOCMBIS = 0x5416;
const TIOCMBIC = 0x5417;
const TIOCSBRK = 0x5427;
const TIOCCBRK = 0x5428;
const TIOCGICOUNT = 0x545d;

const LINE = { dtr: 0x2, rts: 0x4, cts: 0x20, dcd: 0x40, dsr: 0x100 };

/** What the driver lost since it was loaded, in events. Growing overruns mean lost bytes. */
export interface LineErrorCounters {
  readonly framing: number;
  /** The adapter's own buffer was full. */
  readonly overrun: number;
  readonly parity: number;
  readonly breaks: number;
  /** The kernel's buffer was full: this program read too slowly. */
  readonly bufferOverrun: number;
}

/** The lines that the other end drives. */
export function readModemLines(fd: number): PortStatus {
  const lines = new Uint32Array(1);
  check("TIOCMGET", libc.ioctl(fd, TIOCMGET, lines));
  const isOn = (line: number) => (lines[0]! & line) !== 0;
  return { cts: isOn(LINE.cts), dsr: isOn(LINE.dsr), dcd: isOn(LINE.dcd) };
}

/** Sets DTR, RTS and break as far as they are given; CTS and DSR are the other end's. */
export function setModemLines(fd: number, options: SetOptions): void {
  const { dtr, rts, brk } = options;
  const lines = (value: boolean) => (dtr === value ? LINE.dtr : 0) | (rts === value ? LINE.rts : 0);
  const [on, off] = [lines(true), lines(false)];
  if (on !== 0) check("TIOCMBIS", libc.ioctl(fd, TIOCMBIS, new Uint32Array([on])));
  if (off !== 0) check("TIOCMBIC", libc.ioctl(fd, TIOCMBIC, new Uint32Array([off])));
  if (brk === undefined) return;
  if (brk) check("TIOCSBRK", libc.ioctl(fd, TIOCSBRK, null));
  else check("TIOCCBRK", libc.ioctl(fd, TIOCCBRK, null));
}

/** Undefined when the driver does not count, as pseudo-terminals. */
export function readLineErrorCounters(fd: number): LineErrorCounters | undefined {
  // struct serial_icounter_struct: cts dsr rng dcd rx tx, then the five of interest, then spare.
  const counters = new Uint32Array(20);
  if (libc.ioctl(fd, TIOCGICOUNT, counters) === -1 && errno() === ERRNO.ENOTTY) return undefined;
  const [framing, overrun, parity, breaks, bufferOverrun] = counters.subarray(6, 11);
  return {
    framing: framing!,
    overrun: overrun!,
    parity: parity!,
    breaks: breaks!,
    bufferOverrun: bufferOverrun!,
  };
}
