import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { findId } from "../../../handlers/tools/short_id.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const IDS = [
  "3f0a12bc00000000000000000000000a",
  "3f0a12bc00000000000000000000000b",
  "3f0a12bd000000000000000000000000",
];

/** A store with incidents of these ids. */
function storeWithIncidents(): TemporaryStore {
  const folder = new TemporaryStore();
  folder.direct()[Symbol.dispose]();
  using db = folder.connection();
  for (const [at, id] of IDS.entries()) {
    db.run(
      "insert into incident (id, device, kid, alarm, opened, opened_unix_ms) values (?, 1, 0, 1, ?, 1)",
      decodeHex(id)!,
      at,
    );
  }
  return folder;
}

Deno.test("eight digits of an id, or more, in either case, mean the one that begins so", () => {
  using folder = storeWithIncidents();
  using store = folder.direct();
  for (const text of ["3f0a12bd", "3F0A12BD", "3f0a12bd0", IDS[2]!]) {
    assert.deepEqual(findId(store.read, "incident", text), {
      ok: true,
      value: decodeHex(IDS[2]!),
    });
  }
  assert.deepEqual(findId(store.read, "incident", IDS[1]!), {
    ok: true,
    value: decodeHex(IDS[1]!),
  });
});

Deno.test("digits that two ids begin with mean neither, and both are given", () => {
  using folder = storeWithIncidents();
  using store = folder.direct();
  assert.deepEqual(findId(store.read, "incident", "3f0a12bc"), {
    ok: false,
    error: { code: "ambiguous", ids: IDS.slice(0, 2) },
  });
});

Deno.test("seven digits, 33, and what is no hex are no id; an id that is not there is unknown", () => {
  using folder = storeWithIncidents();
  using store = folder.direct();
  for (const text of ["3f0a12b", "", "3f0a12bx", "0".repeat(33), "3f0a12bd'--"]) {
    assert.deepEqual(findId(store.read, "incident", text), {
      ok: false,
      error: { code: "malformed" },
    });
  }
  for (const text of ["00000000", "ffffffff", "3f0a12be"]) {
    assert.deepEqual(findId(store.read, "incident", text), {
      ok: false,
      error: { code: "unknown" },
    });
  }
});
