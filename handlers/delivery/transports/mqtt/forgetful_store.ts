import { Store } from "mqtt";

/**
 * Where the client would keep what it has sent, to send it again on its next connection. It has none,
 * and what is owed is known here: nothing is kept.
 */
export class ForgetfulStore extends Store {
  override put(_packet: unknown, cb: () => void): this {
    cb();
    return this;
  }

  override del(_packet: unknown, cb: () => void): this {
    cb();
    return this;
  }
}
