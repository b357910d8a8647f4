import assert from "node:assert/strict";
import { join } from "node:path";
import { publicKeyText } from "../../../../handlers/proof/incident_proof.ts";
import { signingKeyIn } from "../../../../gateway/runtime/storage/signing_key.ts";

function inFolder(work: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "vigil-key-" });
  try {
    work(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("The signing key is made once, and only its owner can read it", () => {
  inFolder((folder) => {
    const first = publicKeyText(signingKeyIn(folder).publicKey);
    assert.equal(publicKeyText(signingKeyIn(folder).publicKey), first);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["signing-key.pem"]);
    assert.equal(Deno.statSync(join(folder, "signing-key.pem")).mode! & 0o777, 0o600);
  });
});

Deno.test("A damaged signing key is never replaced in silence", () => {
  inFolder((folder) => {
    const path = join(folder, "signing-key.pem");
    Deno.writeTextFileSync(path, "-----BEGIN PRIVATE KEY-----\n");
    assert.throws(() => signingKeyIn(folder), /Cannot use the signing key .* put it back/);
    assert.equal(Deno.readTextFileSync(path), "-----BEGIN PRIVATE KEY-----\n");
  });
});
