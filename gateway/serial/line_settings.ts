/**
 * Speed, format and flow control of a line: `struct termios2` of Linux, 44 bytes, the same on
 * x86-64 and arm64.
 *
 *      0 c_iflag   4 c_oflag   8 c_cflag   12 c_lflag   16 c_line
 *     17 c_cc[19]: [5] VTIME, [6] VMIN     36 c_ispeed  40 c_ospeed
 */
import { check, SerialPortError } from "./errors.ts";
import { libc } from "./libc.ts";

/** How bytes look on the wire. */
export interface LineSettings {
  /** Bits a second, any number that the driver can make; 2 % off is accepted. */
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  /** 1.5 exists with 5 data bits only. */
  readonly stopBits: 1 | 1.5 | 2;
  /** "none", "even", "odd", "mark" or "space". */
  readonly parity: string;
  /** Hardware flow control. Unless the wires are there, writes wait for ever. */
  readonly rtscts: boolean;
  /** Software flow control of what we send. Never with binary: 0x11 and 0x13 vanish. */
  readonly xon: boolean;
  /** Software flow control of what we receive. Never with binary. */
  readonly xoff: boolean;
  /** Any byte, not only 0x11, makes us send again. */
  readonly xany: boolean;
  /** Drop DTR and RTS on close, which resets many boards. */
  readonly hupcl: boolean;
}

/** 8 data bits, no parity, one stop bit, no flow control. */
export const RAW_LINE = {
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
  xon: false,
  xoff: false,
  xany: false,
  // Unlike node-serialport: dropping DTR resets many boards, or starts their bootloader.
  hupcl: false,
} as const satisfies Partial<LineSettings>;

const TCGETS2 = 0x802c_542a;
const TCSETS2 = 0x402c_542b;
const SIZE_BYTES = 44;
const AT = {
  input: 0,
  output: 4,
  control: 8,
  local: 12,
  vtime: 22,
  vmin: 23,
  speedIn: 36,
  speedOut: 40,
};

const INPUT = { inpck: 0x10, ixon: 0x400, ixany: 0x800, ixoff: 0x1000 };
const CONTROL = {
  cstopb: 0x40,
  cread: 0x80,
  parenb: 0x100,
  parodd: 0x200,
  hupcl: 0x400,
  clocal: 0x800,
};
const CMSPAR = 0x4000_0000;
const CRTSCTS = 0x8000_0000;
/** "The speeds are in the two numbers": any rate. */
const BOTHER = 0x1000;
/** All bits of c_cflag that say a speed; drivers rewrite them. */
const SPEED_CODES = 0x100f_100f;

const PARITY: Readonly<Record<string, number>> = {
  none: 0,
  even: CONTROL.parenb,
  odd: CONTROL.parenb | CONTROL.parodd,
  mark: CONTROL.parenb | CONTROL.parodd | CMSPAR,
  space: CONTROL.parenb | CMSPAR,
};

/** Receivers that sample in the middle of bits lose the last one at about twice this. */
const SPEED_TOLERANCE = 0.02;

/**
 * Sets a line and reads the settings back. Bytes are never changed on the way: raw mode.
 * @throws SerialPortError "INVALID" for settings that do not exist, "MISMATCH" when the driver
 *   kept others; SystemError when it refused.
 */
export function applyLineSettings(fd: number, settings: LineSettings): void {
  const wanted = encode(settings);
  check("TCSETS2", libc.ioctl(fd, TCSETS2, wanted));
  const kept = readTermios(fd);
  const different = firstDifference(wanted, kept);
  if (different === undefined) return;
  throw new SerialPortError(
    "MISMATCH",
    `the driver kept ${different.kept} for ${different.what} instead of ${different.wanted}. ` +
      "Choose a setting that the adapter supports, or another adapter.",
  );
}

/** The speed that the driver really uses, in bits a second. */
export function readBaudRate(fd: number): number {
  return readTermios(fd).getUint32(AT.speedOut, true);
}

function encode(settings: LineSettings): DataView<ArrayBuffer> {
  const termios = new DataView(new ArrayBuffer(SIZE_BYTES));
  const { ixon, ixoff, ixany, inpck } = INPUT;
  const input = (settings.xon ? ixon : 0) | (settings.xoff ? ixoff : 0) |
    (settings.xany ? ixany : 0) | (settings.parity === "none" ? 0 : inpck);
  termios.setUint32(AT.input, input, true);
  termios.setUint32(AT.control, controlFlags(settings), true);
  termios.setUint8(AT.vmin, 1);
  termios.setUint8(AT.vtime, 0);
  termios.setUint32(AT.speedIn, settings.baudRate, true);
  termios.setUint32(AT.speedOut, settings.baudRate, true);
  return termios;
}

function controlFlags(settings: LineSettings): number {
  const parity = PARITY[settings.parity];
  if (parity === undefined) throw invalid("parity", settings.parity, "none, even or odd");
  const { baudRate, dataBits, stopBits } = settings;
  if (!Number.isInteger(baudRate) || baudRate < 1 || baudRate > 0xffff_ffff) {
    throw invalid("baud rate", baudRate, "a whole number, such as 115200");
  }
  if (![5, 6, 7, 8].includes(dataBits)) throw invalid("number of data bits", dataBits, "5 to 8");
  if (![1, 2].includes(stopBits) && !(stopBits === 1.5 && dataBits === 5)) {
    throw invalid("number of stop bits", stopBits, "1 or 2, or 1.5 with 5 data bits");
  }
  const stop = stopBits === 1 ? 0 : CONTROL.cstopb;
  const flow = settings.rtscts ? CRTSCTS : 0;
  const hangUp = settings.hupcl ? CONTROL.hupcl : 0;
  const size = (dataBits - 5) << 4;
  return BOTHER | CONTROL.cread | CONTROL.clocal | size | stop | parity | flow | hangUp;
}

function invalid(what: string, given: unknown, valid: string): SerialPortError {
  return new SerialPortError("INVALID", `"${given}" is no valid ${what}. Use ${valid}.`);
}

function readTermios(fd: number): DataView<ArrayBuffer> {
  const termios = new DataView(new ArrayBuffer(SIZE_BYTES));
  check("TCGETS2", libc.ioctl(fd, TCGETS2, termios));
  return termios;
}

function firstDifference(wanted: DataView, kept: DataView) {
  const hex = (flags: number) => `0x${(flags >>> 0).toString(16)}`;
  const flags = [
    { what: "the input mode", at: AT.input, mask: 0xffff_ffff },
    { what: "the output mode", at: AT.output, mask: 0x1 },
    { what: "data bits, parity, stop bits and flow control", at: AT.control, mask: ~SPEED_CODES },
    { what: "the line mode", at: AT.local, mask: 0xffff_ffff },
  ];
  for (const { what, at, mask } of flags) {
    const [a, b] = [wanted.getUint32(at, true) & mask, kept.getUint32(at, true) & mask];
    if (a !== b) return { what, wanted: hex(a), kept: hex(b) };
  }
  for (const at of [AT.speedIn, AT.speedOut]) {
    const [a, b] = [wanted.getUint32(at, true), kept.getUint32(at, true)];
    if (Math.abs(a - b) > a * SPEED_TOLERANCE) return { what: "the baud rate", wanted: a, kept: b };
  }
  return undefined;
}
