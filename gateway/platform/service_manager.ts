/**
 * Notifies systemd how the service does, as sd_notify(3) does it: datagrams of `KEY=value` to the Unix
 * socket that `NOTIFY_SOCKET` names. By the C library, since a datagram socket of the runtime has to
 * have a name of its own in some folder, and does not reach abstract sockets.
 */
const AF_UNIX = 1;
/** A datagram socket that children do not inherit. */
const SOCK_DGRAM_CLOEXEC = 0o2000002;
/** Never waits, and no signal when the socket is closed. */
const MSG_DONTWAIT_NOSIGNAL = 0x4040;
/** Longest name in `struct sockaddr_un`, in bytes. */
const NAME_LIMIT_BYTES = 108;

/** What it is notified of. */
export type ServiceState = "READY=1" | "WATCHDOG=1" | "STOPPING=1";

/** The environment as systemd sets it. */
export type ServiceEnvironment = Readonly<
  Partial<Record<"NOTIFY_SOCKET" | "WATCHDOG_USEC" | "WATCHDOG_PID", string>>
>;

/** Where no service manager started the program, nothing is done. */
export class ServiceManager implements Disposable {
  /** How often it wants to hear that all is well, in ms; undefined: it does not watch. */
  readonly watchdogMs: number | undefined;
  readonly #socket: NotifySocket | undefined;

  constructor(environment: ServiceEnvironment, pid: number) {
    const { NOTIFY_SOCKET: name = "", WATCHDOG_PID, WATCHDOG_USEC } = environment;
    this.#socket = /^[/@]/.test(name) ? new NotifySocket(name) : undefined;
    const isOurs = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === pid;
    const watchdogMs = Number(WATCHDOG_USEC ?? "") / 1_000;
    this.watchdogMs = this.#socket !== undefined && isOurs && watchdogMs > 0
      ? watchdogMs
      : undefined;
  }

  /** Never waits and never fails: a manager that does not listen will act as it sees fit. */
  notify(state: ServiceState): void {
    this.#socket?.send(state);
  }

  [Symbol.dispose](): void {
    this.#socket?.[Symbol.dispose]();
  }
}

class NotifySocket implements Disposable {
  readonly #libc = Deno.dlopen("libc.so.6", {
    socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
    sendto: {
      parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"],
      result: "isize",
    },
    close: { parameters: ["i32"], result: "i32" },
  });
  readonly #fd = this.#libc.symbols.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  readonly #address: Uint8Array<ArrayBuffer>;

  /** @param name A path, or an abstract name with `@` for its zero. */
  constructor(name: string) {
    const bytes = new TextEncoder().encode(name.replace(/^@/, "\0")).subarray(0, NAME_LIMIT_BYTES);
    this.#address = new Uint8Array(2 + bytes.length);
    new DataView(this.#address.buffer).setUint16(0, AF_UNIX, true);
    this.#address.set(bytes, 2);
  }

  send(text: string): void {
    const bytes = new TextEncoder().encode(text);
    const { sendto } = this.#libc.symbols;
    const address = this.#address;
    sendto(this.#fd, bytes, BigInt(bytes.length), MSG_DONTWAIT_NOSIGNAL, address, address.length);
  }

  [Symbol.dispose](): void {
    this.#libc.symbols.close(this.#fd);
    this.#libc.close();
  }
}
