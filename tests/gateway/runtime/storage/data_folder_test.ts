import assert from "node:assert/strict";
import { join } from "node:path";
import { FolderLock, makeDataFolder } from "../../../../gateway/runtime/storage/data_folder.ts";

async function withFolder(body: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-folder-" });
  try {
    body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function put(path: string, mode: number): void {
  Deno.writeTextFileSync(path, "");
  Deno.chmodSync(path, mode);
}

const modeOf = (path: string) => Deno.statSync(path).mode! & 0o777;

Deno.test("A data folder is made for its owner only, whatever the umask is", async () => {
  await withFolder((folder) => {
    const before = Deno.umask(0);
    try {
      assert.deepEqual(makeDataFolder(join(folder, "a", "data")), []);
      using _lock = new FolderLock(join(folder, "a", "data"));
    } finally {
      Deno.umask(before);
    }
    assert.equal(modeOf(join(folder, "a", "data")), 0o700);
    assert.equal(modeOf(join(folder, "a", "data", "lock")), 0o600);
  });
});

Deno.test("What others could read of a data folder is closed to them, and reported", async () => {
  await withFolder((folder) => {
    Deno.chmodSync(folder, 0o755);
    const aside = join(folder, "set-aside", "20261123T175000Z-damaged");
    Deno.mkdirSync(aside, { recursive: true });
    const files = ["vigil.db", "vigil.db-wal", "vigil.db-identity", "signing-key.pem"]
      .map((name) => join(folder, name));
    for (const file of [...files, join(aside, "vigil.db")]) put(file, 0o644);
    put(join(folder, "closed"), 0o400);
    Deno.symlinkSync("/etc/passwd", join(folder, "link"));

    const closed = makeDataFolder(folder);
    assert.equal(closed.length, 1 + 4 + 3);
    for (const file of [...files, join(aside, "vigil.db")]) assert.equal(modeOf(file), 0o600);
    for (const path of [folder, join(folder, "set-aside"), aside]) {
      assert.equal(modeOf(path), 0o700);
    }
    assert.equal(modeOf(join(folder, "closed")), 0o400);
    assert.equal(modeOf("/etc/passwd"), 0o644);
    assert.deepEqual(makeDataFolder(folder), []);
  });
});

Deno.test("A store of another user that others can read is refused, and the refusal says what to do", async () => {
  await withFolder((folder) => {
    const stranger = (Deno.uid() ?? 0) + 1;
    put(join(folder, "vigil.db"), 0o644);
    assert.throws(
      () => makeDataFolder(folder, stranger),
      /^Error: Cannot use "\S+vigil\.db": it holds keys, others can read it, and it belongs to another user \(uid \d+\): run this as that user, or give it to this one with chown$/,
    );
    assert.equal(modeOf(join(folder, "vigil.db")), 0o644);
  });
});
