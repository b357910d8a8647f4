/**
 * Serial ports for Deno on Linux (x86-64 and arm64, glibc): a binding for `@serialport/stream`,
 * the list of ports, and pseudo-terminals. It needs `--allow-ffi`, and to list ports `--allow-all`
 * since Deno guards /dev and /sys with it.
 *
 * ```ts
 * const binding = new LinuxBinding();
 * const port = await openSerialPort({ path: "/dev/ttyUSB0", baudRate: 115_200, binding });
 * port.on("data", (bytes: Uint8Array) => parse(bytes));
 * port.write("AT\r\n");
 * const reason = await untilClosed(port);
 * if (reason !== undefined) plugItIn(reason.message);
 * ```
 *
 * @module
 */
export { LinuxBinding } from "./binding.ts";
export { CanceledError, SerialPortError, SystemError } from "./errors.ts";
export {
  describeHolders,
  findHoldersOfPorts,
  findPortHolders,
  type PortHolder,
} from "./holders.ts";
export { deviceOf, type ListRoots, listSerialPorts, type SerialPortInfo } from "./list.ts";
export type { LineErrorCounters } from "./modem_lines.ts";
export { openSerialPort, type SerialPort, type SerialPortOptions, untilClosed } from "./open.ts";
export { LinuxPort } from "./port.ts";
export { PseudoTerminal, type PseudoTerminalOptions } from "./pseudo_terminal.ts";
export { Readiness } from "./readiness.ts";
