import assert from "node:assert/strict";
import { SharedReads } from "../../../../handlers/http/console/shared_reads.ts";
import { ConsoleHarness } from "./console_harness.ts";

Deno.test("Pages that are read again at once are made once for all that would get the same", async () => {
  const shared = new SharedReads<number>();
  let made = 0;
  const make = () => ++made;
  const reads = [shared.read("wall", make), shared.read("other", make), shared.read("wall", make)];
  assert.deepEqual(await Promise.all(reads), [1, 2, 1]);
});

Deno.test("A read that comes while its page is being made gets one that is made after it", async () => {
  const shared = new SharedReads<string>();
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = shared.read("wall", async () => {
    begun.resolve();
    await release.promise;
    return "before";
  });
  await begun.promise;
  const second = shared.read("wall", () => "after");
  release.resolve();
  assert.deepEqual(await Promise.all([first, second]), ["before", "after"]);
});

Deno.test("A page that cannot be made fails for those who asked for it, and for no one after them", async () => {
  const shared = new SharedReads<string>();
  const fail = () => {
    throw new Error("the disk is gone");
  };
  const reads = [shared.read("wall", fail), shared.read("wall", () => "not called")];
  for (const read of await Promise.allSettled(reads)) assert.equal(read.status, "rejected");
  assert.equal(await shared.read("wall", () => "made"), "made");
});

Deno.test("No reader is answered with a page that was made for another one, nor in another language", async () => {
  await using gateway = await ConsoleHarness.start();
  const people = await Promise.all(["an", "bo"].map((name) => gateway.person(name, "operator")));
  const readers = people.flatMap(({ person }) =>
    ["nl", "en"].map((language) => ({ person, language, cookie: gateway.sessionOf(person) }))
  );
  const pages = await Promise.all(readers.map(async ({ cookie, language }) => {
    const headers = { "vigil-refresh": "1", "accept-language": language };
    return await (await gateway.call("/", { headers }, cookie)).text();
  }));
  for (const [at, { language, person }] of readers.entries()) {
    assert.match(pages[at]!, new RegExp(`<html lang="${language}"`));
    assert.match(pages[at]!, new RegExp(person.fullName));
    const other = person.name === "an" ? "bo Peeters" : "an Peeters";
    assert.doesNotMatch(pages[at]!, new RegExp(other));
  }
});
