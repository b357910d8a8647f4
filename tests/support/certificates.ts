import { join } from "node:path";

/** Paths of a certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of its own in a folder, made with openssl, and what it signs. */
export class Authority {
  readonly ca: string;
  readonly #key: string;

  constructor(readonly folder: string, readonly name: string) {
    this.ca = join(folder, `${name}.pem`);
    this.#key = join(folder, `${name}.key`);
    openssl(
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-days", "2", "-subj", `/CN=${name}`, "-keyout", this.#key, "-out", this.ca],
    );
  }

  /** A certificate, for the loopback unless another host is named. */
  sign(name: string, hosts = "IP:127.0.0.1,DNS:localhost"): Certificate {
    const cert = join(this.folder, `${name}.pem`);
    const key = join(this.folder, `${name}.key`);
    const request = join(this.folder, `${name}.csr`);
    const extension = join(this.folder, `${name}.ext`);
    Deno.writeTextFileSync(extension, `subjectAltName=${hosts}\n`);
    openssl(
      ...["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", `/CN=${name}`, "-keyout", key, "-out", request],
    );
    openssl(
      ...["x509", "-req", "-in", request, "-CA", this.ca, "-CAkey", this.#key, "-days", "2"],
      ...["-CAcreateserial", "-extfile", extension, "-out", cert],
    );
    return { cert, key };
  }
}

function openssl(...args: string[]): void {
  const { success, stderr } = new Deno.Command("openssl", { args }).outputSync();
  if (!success) throw new Error(`Cannot run openssl: ${new TextDecoder().decode(stderr)}`);
}
