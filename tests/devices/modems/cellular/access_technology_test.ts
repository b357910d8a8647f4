import assert from "node:assert/strict";
import {
  knowsTwoGOnly,
  readAccessTechnology,
} from "../../../../devices/modems/cellular/access_technology.ts";

Deno.test("the generation of a network is read from the fourth value of +COPS, and from nothing else", () => {
  assert.equal(readAccessTechnology('+COPS: 0,0,"Proximus",0'), "2G");
  assert.equal(readAccessTechnology('+COPS: 0,0,"Orange, B",3'), "2G");
  assert.equal(readAccessTechnology('+COPS: 0,2,"20601",6'), "3G");
  assert.equal(readAccessTechnology('+COPS: 0,0,"Proximus",7'), "4G");
  assert.equal(readAccessTechnology('+COPS: 0,2,"20601",8'), "2G");
  assert.equal(readAccessTechnology('+COPS: 0,2,"20601",9'), "4G");
  assert.equal(readAccessTechnology('+COPS: 0,0,"BASE",12'), "5G");
  assert.equal(readAccessTechnology('+COPS: 0,0,"BASE"'), undefined, "it does not say");
  assert.equal(readAccessTechnology("+COPS: 0"), undefined, "no network");
  assert.equal(readAccessTechnology('+COPS: 0,0,"BASE",99'), undefined);
  assert.equal(readAccessTechnology('+CREG: 2,1,"CE00","01CEAD8F",0'), undefined);
});

Deno.test("models that know GSM alone are recognised, and their successors with similar names are not", () => {
  const twoG = ["SIMCOM_SIM800L", "SIM800", "SIM868", "SIM900A", "M95", "Quectel M66", "MC60"];
  for (const model of [...twoG, "SARA-G350", "LEON-G100", "GL865-QUAD"]) {
    assert.ok(knowsTwoGOnly(model), model);
  }
  const others = ["SIMCOM_SIM7600E-H", "SIM7000E", "SIM8202G-M2", "A7670E", "EC25", "BG95-M3"];
  for (const model of [...others, "SARA-R410M-02B", "E1752", "MC7455", "ME3630", "GX-100"]) {
    assert.ok(!knowsTwoGOnly(model), model);
  }
});
