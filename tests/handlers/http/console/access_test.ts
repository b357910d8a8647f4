import assert from "node:assert/strict";
import { CONSOLE_PAGES } from "../../../../handlers/http/console/console_pages.ts";
import { mayOpen } from "../../../../handlers/http/console/reader.ts";
import type { Role } from "../../../../db/store.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

/** An address of a page, with parts that lead nowhere. */
function addressOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "none");
}

async function answerOf(asked: Promise<Response>) {
  const answer = await asked;
  return {
    status: answer.status,
    location: answer.headers.get("location"),
    text: answer.headers.get("content-type") === "text/event-stream"
      ? await answer.body!.cancel().then(() => "")
      : await answer.text(),
  };
}

Deno.test("A stranger opens the pages that are for anyone, and is led from all others to the sign-in", async () => {
  await using gateway = await ConsoleHarness.start();
  for (const { access, method, path } of CONSOLE_PAGES) {
    if (access === "anyone") continue;
    const { location, status } = await answerOf(gateway.call(addressOf(path), { method }));
    if (path === "/feed") assert.deepEqual([status, location], [401, null], path);
    else assert.deepEqual([status, location], [302, "/sign-in"], `${method} ${path}`);
  }
});

Deno.test("A page that a role does not open says which role does, and its form does nothing", async () => {
  await using gateway = await ConsoleHarness.start();
  for (const role of ["operator", "technician"] as const) {
    const cookie = await gateway.session(role);
    for (const { access, method, path } of CONSOLE_PAGES) {
      if (path === "/" || mayOpen({ roles: [role] }, access)) continue;
      if (access === "person") continue;
      const { status, text } = await answerOf(gateway.call(addressOf(path), { method }, cookie));
      assert.equal(status, 403, `${role} ${method} ${path}`);
      assert.match(textOf(text), /geven geen toegang tot deze pagina\. Ze is voor de rol:/);
    }
  }
});

Deno.test("The refusal is said in the four languages", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  for (
    const [language, words] of [
      ["nl", /Ze is voor de rol: technicus\. U hebt: operator\./],
      ["fr", /Elle est réservée au rôle : technicien\. Vous avez : opérateur\./],
      ["de", /Sie ist für die Rolle: Techniker\. Sie haben: Disponent\./],
      ["en", /It is for the role: technician\. You have: operator\./],
    ] as const
  ) {
    const headers = { "accept-language": language };
    const { text } = await answerOf(gateway.call("/devices", { headers }, cookie));
    assert.match(textOf(text), words);
  }
});

Deno.test("The links of a page lead only where the reader's roles may go", async () => {
  await using gateway = await ConsoleHarness.start();
  const links = async (role: Role, path: string) => {
    const { text } = await answerOf(gateway.call(path, {}, await gateway.session(role)));
    const [, nav = ""] = /<nav>(.*?)<\/nav>/s.exec(text) ?? [];
    return [...nav.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
  };
  assert.deepEqual(await links("operator", "/"), ["/", "/map", "/events", "/incidents"]);
  const ofTechnicians = ["/devices", "/modems", "/delivery", "/reports", "/system"];
  assert.deepEqual(await links("technician", "/devices"), ofTechnicians);
});

Deno.test("What no page declares is refused to a stranger and unknown to all others", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  for (const [method, path] of [["GET", "/nowhere"], ["DELETE", "/"], ["POST", "/events"]]) {
    const stranger = await answerOf(gateway.call(path!, { method: method! }));
    assert.equal(stranger.location, "/sign-in", `${method} ${path}`);
    const operator = await answerOf(gateway.call(path!, { method: method! }, cookie));
    assert.equal(operator.status, 404, `${method} ${path}`);
  }
});

Deno.test("A session of an account of another store opens nothing here, though the number is that of an account", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator");
  const opened = async (cookie: string) => {
    const { body, headers, status } = await gateway.call("/", {}, cookie);
    await body?.cancel();
    return [status, headers.get("location")];
  };
  assert.deepEqual(await opened(gateway.sessionOf(person)), [200, null]);
  const other = gateway.sessionOf({ ...person, id: "f".repeat(16) });
  assert.deepEqual(await opened(other), [302, "/sign-in"]);
});

Deno.test("In a demo nobody signs in, and what is of accounts says so", async () => {
  await using gateway = await ConsoleHarness.start({}, true);
  for (const path of ["/", "/events", "/devices", "/audit"]) {
    assert.equal((await answerOf(gateway.call(path))).status, 200, path);
  }
  for (const path of ["/sign-in", "/claim"]) {
    assert.equal((await answerOf(gateway.call(path))).location, "/", path);
  }
  for (const path of ["/account", "/people"]) {
    const headers = { "accept-language": "en" };
    const { status, text } = await answerOf(gateway.call(path, { headers }));
    assert.equal(status, 403);
    assert.match(textOf(text), /In a demo nobody signs in/, path);
  }
});
