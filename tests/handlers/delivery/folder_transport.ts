/** A transport for a folder that another program empties: each event becomes a file. */
import { randomUUID } from "node:crypto";
import { access, constants, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Requests } from "../../../handlers/delivery/request_transport.ts";
import type { Message, SendOutcome } from "../../../handlers/delivery/transport.ts";

export class FolderRequests implements Requests {
  readonly type = "webhook";
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file has its name only once it is whole and on the disk: from then on it is delivered. */
  async send({ id, json }: Message): Promise<SendOutcome> {
    const part = join(this.#folder, `.${id}.${randomUUID()}`);
    try {
      await using file = await open(part, "wx", 0o600);
      await file.writeFile(json);
      await file.sync();
      await rename(part, join(this.#folder, `${id}.json`));
      return { result: "delivered" };
    } catch (cause) {
      return { result: "failed", reason: String(cause) };
    }
  }

  async probe(): Promise<string | undefined> {
    try {
      await access(this.#folder, constants.W_OK);
      return undefined;
    } catch (cause) {
      return String(cause);
    }
  }

  [Symbol.dispose](): void {}
}
