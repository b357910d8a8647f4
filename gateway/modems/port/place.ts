/** Where a modem is spoken to, and in which language: asked before each opening of its port. */

/** One opening of a port. */
export interface ModemAccess<T> {
  /** Device, best by its name in /dev/serial/by-id. */
  readonly path: string;
  readonly baud: number;
  /** Makes the protocol; each opening of the port gets a new one. */
  readonly createProtocol: () => T;
}

/** What knows where a modem is. */
export interface ModemPlace<T> {
  /** Its port, as far as is known without looking. */
  readonly path: string;
  /** @throws Error with what to do when the modem cannot be found. */
  find(): Promise<ModemAccess<T>>;
}

/** The place of a modem that is always at one port. */
export function fixedPlace<T>(access: ModemAccess<T>): ModemPlace<T> {
  return { path: access.path, find: () => Promise.resolve(access) };
}
