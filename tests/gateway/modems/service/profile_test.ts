import assert from "node:assert/strict";
import {
  differences,
  type Profile,
  readProfile,
} from "../../../../gateway/modems/service/profile.ts";
import { LORA_KINDS } from "../../../../gateway/config/schema_modem.ts";
import { ROOT } from "../../../house/sources.ts";

function profileOf(text: string): Profile {
  const profile = readProfile(text);
  assert.ok(profile.ok, JSON.stringify(profile));
  return profile.value;
}

Deno.test("each make has a profile to begin with, which is in order", async () => {
  for (const kind of LORA_KINDS) {
    const file = new URL(`gateway/deploy/profiles/${kind}.toml`, ROOT);
    assert.equal(profileOf(await Deno.readTextFile(file)).kind, kind);
  }
});

Deno.test("a profile that makes no sense is refused with its line", () => {
  const problemsOf = (text: string) => {
    const profile = readProfile(text);
    return profile.ok ? [] : profile.error.map(({ key, line }) => `${line} ${key}`);
  };
  assert.deepEqual(problemsOf(`kind = "rak3172"\n[radio]\nspreading_factor = 13\n`), [
    "3 radio.spreading_factor",
  ]);
  assert.deepEqual(problemsOf(`kind = "rak3172"\n[radio]\nfrequency_hz = 868000000\n`), [
    "3 radio.frequency_hz",
  ]);
  assert.deepEqual(problemsOf(`kind = "cellular"\n[radio]\n`), ["1 kind"]);
  assert.deepEqual(problemsOf(`kind = `).length, 1);
});

Deno.test("the differences of two profiles are given in the words of the file", () => {
  const one = profileOf(`kind = "rak3172"\n[radio]\n`);
  assert.deepEqual(differences(one, profileOf(`kind = "rak3172"\n[radio]\nsync_word = 0x12`)), []);
  assert.deepEqual(
    differences(one, profileOf(`kind = "wio-e5"\n[radio]\nspreading_factor = 8`)),
    ["kind is rak3172, not wio-e5", "spreading_factor is 9, not 8"],
  );
});
