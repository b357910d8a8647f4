import assert from "node:assert/strict";
import { withBuiltinsNamed } from "../../../gateway/packaging/source_maps.ts";

Deno.test("a file that a part of the program begins with names every builtin that it comes to need", () => {
  const map = "//# sourceMappingURL=x.js.map\n";
  const files = [
    { path: "/b/gateway/main.js", text: `import{a}from"../chunk-A.js";a();\n${map}` },
    { path: "/b/run-X.js", text: `import"./chunk-A.js";import "node:os";\n${map}` },
    { path: "/b/chunk-A.js", text: `import{b}from"./chunk-B.js";\n${map}` },
    { path: "/b/chunk-B.js", text: `import{a}from"./chunk-A.js";import c from"node:fs";\n${map}` },
    { path: "/b/alone.js", text: `console.log("from nowhere");\n${map}` },
  ];

  assert.deepEqual(withBuiltinsNamed(files), [
    {
      path: "/b/gateway/main.js",
      text: `import{a}from"../chunk-A.js";a();\nimport"node:fs";\n${map}`,
    },
    {
      path: "/b/run-X.js",
      text: `import"./chunk-A.js";import "node:os";\nimport"node:fs";import"node:os";\n${map}`,
    },
  ]);
});
