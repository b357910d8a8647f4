/** Keeps a port for one program: `flock` against those who ask, TIOCEXCL against who does not. */
import { check } from "./errors.ts";
import { libc } from "./libc.ts";

const LOCK_EXCLUSIVE_OR_FAIL = 2 | 4;
const TIOCEXCL = 0x540c;
const TIOCNXCL = 0x540d;

/** Takes a port, or throws SystemError EAGAIN when somebody has it. TIOCEXCL does not stop root. */
export function lockPort(fd: number): void {
  check("flock", libc.flock(fd, LOCK_EXCLUSIVE_OR_FAIL));
  check("TIOCEXCL", libc.ioctl(fd, TIOCEXCL, null));
}

/**
 * Lets others open the port again. TIOCEXCL is a state of the device, not of the descriptor: it
 * would stay while anybody else has the device open. Closing gives the `flock` back.
 */
export function unlockPort(fd: number): void {
  libc.ioctl(fd, TIOCNXCL, null);
}
