/**
 * The few functions of the C library that serial ports need, by foreign function interface.
 *
 * Flags and request numbers in this folder are those of Linux on x86-64 and arm64, which agree on
 * everything used here. `open` and `ioctl` take variable arguments in C; on both machines these
 * travel in the same registers as fixed ones.
 */

/** Read and write, never our controlling terminal, never blocking, not inherited by children. */
export const OPEN_FLAGS = 0o2 | 0o400 | 0o4000 | 0o2000000;

const LIBRARY = "libc.so.6";

const FUNCTIONS = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  // A tty with unsent bytes can take its time to close: this one does it on another thread.
  closeAside: { name: "close", parameters: ["i32"], result: "i32", nonblocking: true },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  flock: { parameters: ["i32", "i32"], result: "i32" },
  ioctl: { parameters: ["i32", "u32", "buffer"], result: "i32" },
  tcflush: { parameters: ["i32", "i32"], result: "i32" },
  tcdrainAside: { name: "tcdrain", parameters: ["i32"], result: "i32", nonblocking: true },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epollWaitAside: {
    name: "epoll_wait",
    parameters: ["i32", "buffer", "i32", "i32"],
    result: "i32",
    nonblocking: true,
  },
  posix_openpt: { parameters: ["i32"], result: "i32" },
  grantpt: { parameters: ["i32"], result: "i32" },
  unlockpt: { parameters: ["i32"], result: "i32" },
  ptsname_r: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The C library's functions. */
export const libc = load();

// The address belongs to the thread, and a module is only ever run by the thread that loaded it.
const errnoView = new Deno.UnsafePointerView(libc.__errno_location()!);

/** Why the last call failed. To be asked before any other call; useless for calls aside. */
export function errno(): number {
  return errnoView.getInt32();
}

/** A path as C wants it: UTF-8 that ends with a zero. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

function load() {
  try {
    return Deno.dlopen(LIBRARY, FUNCTIONS).symbols;
  } catch (cause) {
    throw new Error(
      `Cannot load "${LIBRARY}": serial ports need the GNU C library on Linux, and ` +
        "permission to call it. Run with --allow-all on a system with glibc.",
      { cause },
    );
  }
}
