import assert from "node:assert/strict";
import { numberFault } from "../../devices/phone_number.ts";

Deno.test("A number of a telephone or of a machine has no fault, however it is written", () => {
  const numbers = ["+32470123456", "32470123456", "0470123456", "0032470123456", "+32489000000"];
  // 077 is for machines: the SIM of a wearable may have one.
  const others = [
    "+3277111222333",
    "+31612345678",
    "+33612345678",
    "+491701234567",
    "+352621000000",
  ];
  for (const number of [...numbers, ...others]) {
    assert.equal(numberFault(number), undefined, number);
  }
});

Deno.test("Numbers that cost extra are known by their beginnings, in each way of writing", () => {
  const numbers = ["+32902123456", "0900123456", "0032909123456", "070123456", "+3278123456"];
  const others = ["+979123456789", "+31900123456", "+33899123456", "+49900123456", "+88213123456"];
  for (const number of [...numbers, ...others]) {
    assert.equal(numberFault(number), "premium", number);
  }
});

Deno.test("Short numbers and names are no numbers to send to", () => {
  for (const number of ["8989", "112", "+1234", "00", "0470"]) {
    assert.equal(numberFault(number), "short", number);
  }
  for (const name of ["Proximus", "", "+32 470", "*100#"]) assert.equal(numberFault(name), "name");
});
