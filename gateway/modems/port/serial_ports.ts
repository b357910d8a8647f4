import type { OpenPort } from "./port.ts";
import { LinuxBinding, openSerialPort } from "../../serial/mod.ts";

/** Opens serial ports that share one binding, and so one thread that waits for all of them. */
export function openSerialPorts(): OpenPort {
  const binding = new LinuxBinding();
  return (path, baudRate) => openSerialPort({ path, baudRate, binding });
}
