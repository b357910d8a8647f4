import assert from "node:assert/strict";
import fc from "fast-check";
import { isPrintable, isVisible, printable } from "../../devices/printable.ts";

Deno.test("what a terminal would obey, or what forges a line, is written out", () => {
  assert.equal(printable("a\x1b[2Jb"), "a\\u001b[2Jb");
  assert.equal(printable("2026/1\nd-2  active"), "2026/1\\nd-2  active");
  assert.equal(printable("\x9b31m\x07\x7f"), "\\u009b31m\\u0007\\u007f");
  assert.equal(printable("\u202e321\u202c"), "\\u202e321\\u202c");
});

Deno.test("a name that looks like another one by what is not seen is told from it", () => {
  for (
    const text of [
      "An\u200b",
      "An\u200dPeeters",
      "\u200fAn",
      "An\u00ad",
      "\u3164",
      "An\ud800",
      "An\ue000",
    ]
  ) {
    assert.ok(!isVisible(text), JSON.stringify(text));
  }
  for (const text of ["An Peeters", "D'Été", "Müller", "中文", "عربي", "O’Brien-Łukasz"]) {
    assert.ok(isVisible(text), text);
  }
});

Deno.test("words of every language stay as they are", () => {
  for (const text of ["Dossier d'Été", "Müller 中文 عربي", "👩‍🚒 ☐ “…”", ""]) {
    assert.equal(printable(text), text);
    assert.ok(isPrintable(text));
  }
});

Deno.test("whatever the text, what is written out is printable, and JSON means the same after it", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.ok(isPrintable(printable(text)));
    assert.equal(JSON.parse(printable(JSON.stringify(text))), text);
  }));
});
