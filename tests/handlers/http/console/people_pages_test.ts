import assert from "node:assert/strict";
import {
  CodePage,
  ConfirmPersonPage,
} from "../../../../handlers/http/console/pages/person_acts.tsx";
import { AddPersonPage } from "../../../../handlers/http/console/pages/person_form.tsx";
import { PersonPage } from "../../../../handlers/http/console/pages/person_page.tsx";
import type { PersonView } from "../../../../handlers/http/console/views/people_view.ts";
import { textOf, visitOf } from "../../../support/visit.ts";

const PERSON = {
  number: 1,
  id: "0123456789abcdef",
  name: "an.peeters",
  fullName: "An Peeters",
  roles: ["operator"],
  isDisabled: false,
  isSetUp: true,
  hasTotp: true,
  passkeys: [],
  recoveryCodesLeft: 9,
  createdAtUnixMs: 1,
  generation: 1,
} as const;

const VIEW: PersonView = {
  person: PERSON,
  state: "active",
  hasSecondFactor: true,
  openSessions: 0,
  sessions: [],
  tokens: [],
};

const visit = visitOf();

Deno.test("Who adds a person is told beforehand what comes of it", () => {
  const text = textOf(AddPersonPage({ typed: {}, visit }));
  assert.match(text, /You get a one-time code to hand over\..*until then nobody can sign in/);
});

Deno.test("A form about a person keeps what was typed, and says what is wrong beside the field", () => {
  const typed = {
    name: "An <b>",
    fullName: "An Peeters",
    roles: ["auditor"],
    problem: { field: "name", text: "Use lower-case letters." },
  };
  const markup = String(AddPersonPage({ typed, visit }));
  assert.match(markup, /<p class="problem" id="name-problem" role="alert">Use lower-case/);
  assert.match(markup, /id="name"[^>]*aria-invalid="true"[^>]*value="An &lt;b&gt;"/);
  assert.match(markup, /id="name"[^>]*aria-describedby="name-hint name-problem"/);
  assert.match(markup, /value="An Peeters"/);
  assert.match(markup, /value="auditor"\s+checked/);
  assert.doesNotMatch(markup, /value="admin"\s+checked/);
});

Deno.test("What is wrong with no field of its own is said above the form", () => {
  const problem = { text: "This is the last administrator." };
  const text = textOf(PersonPage({ view: VIEW, visit, typed: { problem } }));
  assert.match(text, /An Peeters · an\.peeters This is the last administrator/);
});

Deno.test("Disabling says that it signs out everywhere and that what was done stays, and does nothing yet", () => {
  const markup = String(ConfirmPersonPage({ act: "disable", person: PERSON, visit }));
  assert.match(textOf(markup), /signed out everywhere at once .* stays under this name/);
  assert.match(markup, /method="post" action="\/people\/0123456789abcdef\/disable"/);
});

Deno.test("A one-time code is shown with where it is entered and until when it holds", () => {
  const shown = {
    address: "https://gw.example:8080/set-up",
    code: "ABCD-EFGH-JKMN-PQRS",
    endsAtUnixMs: Date.parse("2026-11-26T17:50:00Z"),
  };
  const text = textOf(CodePage({ ...shown, person: PERSON, visit }));
  assert.match(text, /https:\/\/gw\.example:8080\/set-up Code ABCD-EFGH-JKMN-PQRS/);
  assert.match(text, /Works once, until 26\/11\/2026 \d\d:50:00/);
});

Deno.test("The page of a disabled person offers to enable it, and nothing that would change it", () => {
  const view = { ...VIEW, person: { ...PERSON, isDisabled: true }, state: "disabled" } as const;
  const markup = String(PersonPage({ view, visit }));
  assert.ok(markup.includes("/enable") && !markup.includes("/disable"));
  assert.ok(!markup.includes("/roles"), "what it may do is changed when it is enabled");
});

Deno.test("A session is shown by the browser that people know, and never in the words it calls itself", () => {
  const session = {
    name: "s-1",
    user: 1,
    account: "1".repeat(16),
    generation: 1,
    source: "10.0.0.4",
    agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    startedAgoMs: 60_000,
    usedAgoMs: 1_000,
  };
  const shown = (agent: string) =>
    String(PersonPage({ view: { ...VIEW, sessions: [{ ...session, agent }] }, visit }));
  const markup = shown(session.agent);
  assert.match(markup, /action="\/people\/0123456789abcdef\/sessions\/s-1\/end"/);
  assert.match(textOf(markup), /Firefox · Linux 10\.0\.0\.4 1 min 0 s ago/);
  assert.match(textOf(shown("call 0800 12345")), /unknown browser 10\.0\.0\.4/);
  assert.ok(!shown("call 0800 12345").includes("0800"));
});
