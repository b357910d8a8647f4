import assert from "node:assert/strict";
import { isFollowed, readNote } from "../../../handlers/incidents/note_text.ts";

Deno.test("A note is kept in printable lines, and is refused when it is empty or too long", () => {
  assert.deepEqual(readNote("  Lies:\r\nshe called\tback \u202e "), {
    ok: true,
    value: { text: "Lies:\nshe called back \\u202e" },
  });
  assert.deepEqual(readNote(" \n "), { ok: false, error: "empty" });
  assert.equal(readNote("x".repeat(2_000)).ok, true);
  assert.deepEqual(readNote("x".repeat(2_001)), { ok: false, error: "too-long" });
});

Deno.test("A link is an address of the web or the full path of a file, and nothing that does something", () => {
  const links = [
    "https://recorder.example/7",
    "http://10.0.0.7/call.wav",
    "/srv/calls/7.wav",
    "file:///srv/calls/7.wav",
    "Z:\\calls\\7.wav",
    "\\\\server\\calls\\7.wav",
  ];
  for (const link of links) {
    assert.deepEqual(readNote("call", ` ${link} `), { ok: true, value: { text: "call", link } });
  }
  const refused = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://server/7.wav",
    "7.wav",
    "https://",
    "https://an:secret@recorder.example/7",
    "https://recorder.example/7\nnext",
    `https://recorder.example/${"x".repeat(1_000)}`,
  ];
  for (const link of refused) {
    assert.deepEqual(readNote("call", link), { ok: false, error: "bad-link" }, link);
  }
});

Deno.test("Only what is encrypted on its way can be followed from a page", () => {
  assert.equal(isFollowed("https://recorder.example/7"), true);
  for (const link of ["http://recorder.example/7", "/srv/calls/7.wav", "javascript:alert(1)"]) {
    assert.equal(isFollowed(link), false, link);
  }
});
