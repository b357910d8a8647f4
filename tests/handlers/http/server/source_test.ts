import assert from "node:assert/strict";
import { isLoopback, sourceOf } from "../../../../handlers/http/server/access/source.ts";

Deno.test("An IPv4 address is a source, in whatever way it is written", () => {
  assert.equal(sourceOf("192.0.2.7"), "192.0.2.7");
  assert.equal(sourceOf("::ffff:192.0.2.7"), "192.0.2.7");
});

Deno.test("All addresses of an IPv6 /64 are one source", () => {
  const source = "2001:db8:1:2::/64";
  for (
    const address of ["2001:db8:1:2::1", "2001:0DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"]
  ) {
    assert.equal(sourceOf(address), source, address);
  }
  assert.equal(sourceOf("2001:db8:1:3::1"), "2001:db8:1:3::/64");
  assert.equal(sourceOf("fe80::1%eth0"), "fe80:0:0:0::/64");
  assert.equal(sourceOf("2001:db8::"), "2001:db8:0:0::/64");
});

Deno.test("Loopback is this box and nothing that looks like it", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assert.ok(isLoopback(address), address);
  }
  for (const address of ["128.0.0.1", "::2", "::ffff:12.0.0.1", "127.0.0.1.example", undefined]) {
    assert.ok(!isLoopback(address), String(address));
  }
  assert.notEqual(sourceOf("::1"), sourceOf("::2"));
});
