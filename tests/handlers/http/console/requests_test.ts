import assert from "node:assert/strict";
import { BOX, valueOf } from "../../../support/people.ts";
import { ConsoleHarness } from "./console_harness.ts";
import { newToken } from "../../../../handlers/http/server/access/credentials.ts";
import { program } from "../../../support/authors.ts";
import { PASSWORD } from "../../../support/people.ts";
import { until } from "../harness.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Status of an answer whose body does not matter. */
async function statusOf(answer: Promise<Response>): Promise<number> {
  const { body, status } = await answer;
  await body?.cancel();
  return status;
}

Deno.test("A token of a program opens no page, whatever its role", async () => {
  await using gateway = await ConsoleHarness.start();
  const { token, record } = newToken({ name: "reader", role: "operator" }, gateway.clock.unixMs());
  await gateway.store.write("createToken", { ...record, by: program("test") });
  const headers = { authorization: `Bearer ${token}` };
  assert.equal(await statusOf(gateway.call("/", { headers })), 302);
  assert.equal(await statusOf(gateway.call("/", { headers }, `vigil-session=${token}`)), 302);
  assert.equal(await statusOf(gateway.post("/sign-in", { token })), 403);
});

Deno.test("The gateway's name alone leads to the first page that the roles allow", async () => {
  await using gateway = await ConsoleHarness.start();
  const first = await gateway.call("/", {}, await gateway.session("technician"));
  await first.body?.cancel();
  assert.equal(first.headers.get("location"), "/devices", "alarms are not a technician's");
});

Deno.test("The console takes a form of 64 KiB and reads nothing that is larger or no form", async () => {
  await using gateway = await ConsoleHarness.start();
  const post = (body: BodyInit, headers: Record<string, string> = FORM) =>
    statusOf(gateway.call("/sign-in", { method: "POST", body, headers }));
  const { person } = await gateway.person("an", "operator");
  const fields = new URLSearchParams({ name: person.name, password: PASSWORD }).toString();

  assert.equal(await post(`${fields}&x=${"a".repeat(65_536 - fields.length - 3)}`), 303);
  assert.equal(await post("a&".repeat(32_768) + "a"), 413);
  assert.equal(await post(fields, { "content-type": "text/plain" }), 415);
  assert.equal(await post(fields, { "content-type": "multipart/form-data; boundary=x" }), 415);
  assert.equal(await post(fields, { ...FORM, origin: "https://evil.example" }), 403);
});

Deno.test("The console bounds a form that comes in chunks", async () => {
  await using gateway = await ConsoleHarness.start();
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode("a&".repeat(8_192)));
      if (++sent === 8) controller.close();
    },
  });
  const answer = gateway.call("/sign-in", { method: "POST", body, headers: FORM });
  assert.equal(await statusOf(answer), 413);
});

Deno.test("A page of another origin cannot sign a person out", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  const signOut = (origin: string) =>
    statusOf(gateway.call("/sign-out", { method: "POST", headers: { origin } }, cookie));

  assert.equal(await signOut("https://evil.example"), 403);
  assert.equal(await signOut("null"), 403);
  assert.equal(await statusOf(gateway.call("/", {}, cookie)), 200);
  assert.equal(await signOut(gateway.url), 302);
  assert.equal(await statusOf(gateway.call("/", {}, cookie)), 302);
});

Deno.test("Assets are those of the pages and nothing that a name happens to reach", async () => {
  await using gateway = await ConsoleHarness.start();
  for (const name of ["constructor", "toString", "__proto__", "live.js.map", "..%2fpage.tsx"]) {
    assert.equal(await statusOf(gateway.call(`/assets/${name}`)), 404, name);
  }
  const style = await gateway.call("/assets/console.css");
  await style.body?.cancel();
  assert.equal(style.headers.get("content-type"), "text/css; charset=utf-8");
  const again = { headers: { "if-none-match": style.headers.get("etag")! } };
  assert.equal(await statusOf(gateway.call("/assets/console.css", again)), 304);
  assert.deepEqual(gateway.errors, []);
});

Deno.test("A page that fails says so in the reader's language, without a stack", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  gateway.status = () => {
    throw new Error("secret detail");
  };
  for (const [language, words] of [["nl", "technicus"], ["fr", "technicien"], ["de", "Laden"]]) {
    const answer = await gateway.call("/", { headers: { "accept-language": language! } }, cookie);
    const text = await answer.text();
    assert.equal(answer.status, 500);
    assert.ok(text.includes(words!) && !text.includes("secret") && !text.includes(".ts"), text);
  }
  assert.deepEqual(gateway.errors[0], { cause: "Error: secret detail" });
});

Deno.test("What a page reads by itself does not extend a session; what a person opens does", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  const minutes = (count: number) => gateway.clock.shiftMs += count * 60_000;
  const status = (path: string) => statusOf(gateway.call(path, {}, cookie));
  const byItself = { headers: { "vigil-by-itself": "1" } };
  const statusByItself = (path: string) => statusOf(gateway.call(path, byItself, cookie));

  minutes(10);
  assert.equal(await status("/"), 200);
  minutes(10);
  assert.equal(await statusByItself("/"), 200);
  assert.equal(await statusByItself(`/incidents/${"0".repeat(32)}`), 404);
  minutes(6);
  assert.equal(await statusByItself("/"), 302);
  assert.equal(await status("/"), 302);
});

Deno.test("The feed of a page ends with the session, and has the page look once more", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  const feed = await gateway.call("/feed", {}, cookie);
  let text = "";
  let isOver = false;
  const reading = (async () => {
    for await (const piece of feed.body!) text += new TextDecoder().decode(piece);
    isOver = true;
  })();
  const changes = () => text.split("event: changed").length - 1;
  await until(() => changes() === 1);
  gateway.clock.shiftMs += 10 * 60_000;
  await until(() => {
    gateway.core.wake.notify();
    return changes() === 2;
  });
  assert.equal(isOver, false);

  gateway.clock.shiftMs += 6 * 60_000;
  await until(() => {
    gateway.core.wake.notify();
    return isOver;
  });

  await reading;
  assert.equal(changes(), 3, "its words are no use of the session");
});

Deno.test("The feed of a page ends when its reader loses the role or the account, whoever does it", async () => {
  await using gateway = await ConsoleHarness.start();
  const [an, bo] = [await gateway.person("an", "operator"), await gateway.person("bo", "operator")];
  const follow = (its: typeof an) => gateway.call("/feed", {}, gateway.sessionOf(its.person));
  const feeds = [await follow(an), await follow(bo)];
  assert.deepEqual(feeds.map(({ status }) => status), [200, 200]);
  valueOf(await gateway.accounts.setRoles("an", ["technician"], BOX));
  valueOf(await gateway.accounts.disable("bo", BOX));
  let isOver = false;
  const ending = Promise.all(feeds.map((feed) => feed.text())).then((texts) => {
    isOver = true;
    return texts;
  });
  await until(() => {
    gateway.core.wake.notify();
    return isOver;
  });
  for (const text of await ending) assert.match(text, /event: changed\n.*\n\n$/);
});

Deno.test("A page is told at most once a second to read itself again, but for an alarm, which it is told at once", async () => {
  await using gateway = await ConsoleHarness.start();
  const feed = await gateway.call("/feed", {}, await gateway.session("operator"));
  let text = "";
  const stop = new AbortController();
  const reading = (async () => {
    for await (const piece of feed.body!) {
      text += new TextDecoder().decode(piece);
      if (stop.signal.aborted) return;
    }
  })();
  /** When it was told so, by the gateway's clock. */
  const changes = () =>
    [...text.matchAll(/event: changed\ndata: (\d+)/g)].map(([, unixMs]) => Number(unixMs));
  await until(() => {
    gateway.core.wake.notify();
    return changes().length === 3;
  });
  const [first, second, third] = changes() as [number, number, number];
  assert.ok(second - first >= 990 && third - second >= 990, `${changes()}`);

  gateway.core.wake.notify("alarm");
  await until(() => changes().length === 4);
  assert.ok(changes()[3]! - third < 700, `an alarm waited: ${changes()}`);
  stop.abort();
  await reading;
});

Deno.test("The feed is refused to whom is not signed in, and is never a page", async () => {
  await using gateway = await ConsoleHarness.start();
  const answer = await gateway.call("/feed");
  await answer.body?.cancel();
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get("location"), null);
});
