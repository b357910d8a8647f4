import { X509Certificate } from "node:crypto";
import type { CertificateFacts } from "../../handlers/doctor/doctor.ts";
import type { Config } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";

/** The certificates that this gateway shows others, and the authority that it checks clients by. */
export async function lookAtCertificates(
  { destinations, http }: Config,
): Promise<CertificateFacts[]> {
  const named = [
    ["http.tls_cert", http.tlsCert],
    ["http.client_ca", http.clientCa],
    ...destinations.map((its) => [`${its.name} (cert)`, "cert" in its ? its.cert : undefined]),
  ] as const;
  const found = await Promise.all(
    named.map(async ([name, path]) =>
      path === undefined ? [] : [await readCertificate(name!, path)]
    ),
  );
  return found.flat();
}

async function readCertificate(name: string, path: string): Promise<CertificateFacts> {
  const text = await readTextFile(path);
  if (!text.ok) return { name, problem: text.error };
  try {
    return { name, endsUnixMs: Date.parse(new X509Certificate(text.value).validTo) };
  } catch {
    return { name, problem: `${path} holds no certificate in PEM` };
  }
}
