import assert from "node:assert/strict";
import {
  configJsonSchema,
  formatProblem,
  loadConfig,
  parseConfig,
  radioSettings,
} from "../../../gateway/config/config.ts";

const SMALLEST = `
[gateway]
zone = "5415"
name = "gw-1"
`;

const MODEM = `
[[modem]]
name = "lora-1"
port = "/dev/serial/by-id/usb-0"
kind = "rak3172"
[modem.radio]
`;

const RYLR998 = MODEM.replace("rak3172", "rylr998");

const WEBHOOK = `[[destination]]\nname = "dispatch-webhook"\ntype = "webhook"\n` +
  `url = "https://dispatch.example/alarms?zone=5415"\n`;
const MQTT = `
[[destination]]
name = "dispatch-mqtt"
type = "mqtt"
url = "mqtts://broker.example:8883"
`;

/** The problems as the operator reads them. */
function problemsOf(text: string, environment: Record<string, string> = {}): string[] {
  const config = parseConfig(text, environment);
  return config.ok ? [] : config.error.map((problem) => formatProblem("f", problem));
}

/** The configuration of a text that is in order. */
function configOf(text: string, environment: Record<string, string> = {}) {
  const config = parseConfig(text, environment);
  if (config.ok) return config.value;
  throw new Error(config.error.map((problem) => formatProblem("f", problem)).join("\n"));
}

Deno.test("a file that names only zone and gateway gets every default", () => {
  assert.deepEqual(configOf(SMALLEST), {
    gateway: { zone: "5415", name: "gw-1", dataDir: "/var/lib/vigil" },
    http: { host: "127.0.0.1", port: 8443, tlsMin: "1.3" },
    console: { host: "127.0.0.1", port: 8080, languages: ["nl", "fr", "de", "en"], place: [] },
    modems: [],
    destinations: [],
    retention: { positionsDays: 30, eventsDays: 365, auditDays: 1095, telemetryHours: 48 },
    log: { level: "info", format: "auto" },
  });
});

Deno.test("a modem gets the usual radio settings", () => {
  const [modem] = configOf(SMALLEST + MODEM).modems;
  assert.deepEqual(modem, {
    name: "lora-1",
    port: "/dev/serial/by-id/usb-0",
    kind: "rak3172",
    powerCommand: undefined,
    radio: {
      frequencyHz: 869525000,
      spreadingFactor: 9,
      bandwidthHz: 125000,
      codingRate: 5,
      dutyCycle: "eu868",
    },
  });
  assert.deepEqual(radioSettings("rak3172", modem!.radio!), {
    frequencyHz: 869525000,
    spreadingFactor: 9,
    bandwidthHz: 125000,
    codingRate: 5,
    syncWord: 0x12,
    networkId: 18,
    preambleSymbols: 8,
    powerDbm: 14,
  });
});

Deno.test("an MQTT destination gets its defaults", () => {
  assert.deepEqual(configOf(SMALLEST + MQTT).destinations, [{
    name: "dispatch-mqtt",
    type: "mqtt",
    url: "mqtts://broker.example:8883",
    protocol: 5,
    tlsMin: "1.3",
    confirm: "receipt",
    window: 16,
    republishCriticalS: 15,
    republishS: 300,
    priorities: ["critical", "high", "normal", "low"],
    unverified: false,
    required: false,
    escalationOnly: false,
  }]);
});

Deno.test("unknown keys and sections are errors, each with its line", () => {
  const text = `[gateway]\nzone = "5415"\nname = "gw-1"\nnmae = 1\n[htpp]\n[http]\nprt = 1\n`;
  assert.deepEqual(problemsOf(text), [
    "f:4: gateway.nmae: is no key here: did you mean name?",
    "f:5: htpp: is no section of this file: did you mean http?",
    "f:7: http.prt: is no key here: did you mean port?",
  ]);
});

Deno.test("every problem comes at once, in the order of the lines", () => {
  const text = `
[gateway]
zone = "54 15"
[http]
port = 70000
host = "0.0.0.0"
[console]
languages = ["nl", "it"]
[[modem]]
name = "lora-1"
port = "ttyUSB0"
kind = "rak3172"
radio = { spreading_factor = 13, coding_rate = 5.5 }
[[destination]]
name = "m"
type = "mqtt"
url = "mqtts://b:8883"
window = 0
confirm = true
`;
  assert.deepEqual(problemsOf(text), [
    "f:2: gateway.name: is missing",
    'f:3: gateway.zone: must be letters, digits, dashes or underscores, at most 64, not "54 15"',
    "f:5: http.port: must be at most 65535, not 70000",
    'f:6: http.host: "0.0.0.0" faces a network without TLS: set http.tls_cert and http.tls_key, ' +
    "or use 127.0.0.1",
    'f:8: console.languages[1]: must be one of "nl", "fr", "de", "en", not "it"',
    'f:11: modem[0].port: must be an absolute path, beginning with /, not "ttyUSB0"',
    "f:13: modem[0].radio.spreading_factor: must be at most 12, not 13",
    "f:13: modem[0].radio.coding_rate: must be a whole number, not 5.5",
    "f:18: destination[0].window: must be at least 1, not 0",
    'f:19: destination[0].confirm: must be one of "receipt", "puback", not true',
  ]);
});

Deno.test("a text that is no TOML is reported with line and column", () => {
  assert.deepEqual(problemsOf(`[gateway]\nzone = 5415"\n`), [
    "f:2: not TOML at column 12: illegal character in numeric literal",
  ]);
});

Deno.test("a file that cannot be read is a problem", async () => {
  const config = await loadConfig("/nowhere/vigil.toml", {});
  assert.ok(!config.ok);
  assert.deepEqual(config.error, [{
    key: "",
    text:
      "cannot read the file: there is no such file: name it with --config FILE, or begin with " +
      "a copy of gateway/deploy/vigil.toml",
  }]);
});

Deno.test("the environment overrides a key of the file", () => {
  const config = configOf(SMALLEST, {
    VIGIL_HTTP_PORT: "9443",
    VIGIL_GATEWAY_ZONE: "5390",
    VIGIL_GATEWAY_DATA_DIR: "/srv/vigil",
    VIGIL_CONSOLE_LANGUAGES: '["fr"]',
  });
  assert.equal(config.http.port, 9443);
  assert.equal(config.gateway.zone, "5390");
  assert.equal(config.gateway.dataDir, "/srv/vigil");
  assert.deepEqual(config.console.languages, ["fr"]);
});

Deno.test("a variable that names a section but no key of it is an error", () => {
  assert.deepEqual(problemsOf(SMALLEST, { VIGIL_HTTP_PRT: "1" }), [
    "VIGIL_HTTP_PRT: http.prt: is no key of this file; did you mean VIGIL_HTTP_PORT?",
  ]);
});

Deno.test("variables that name no section are left alone", () => {
  assert.deepEqual(problemsOf(SMALLEST, { VIGIL_TEST_LONG: "1", VIGIL_HOME: "x", PATH: "/" }), []);
});

Deno.test("a value from the environment that is out of range is reported by its variable", () => {
  assert.deepEqual(problemsOf(SMALLEST, { VIGIL_HTTP_PORT: "70000" }), [
    "VIGIL_HTTP_PORT: http.port: must be at most 65535, not 70000",
  ]);
  assert.deepEqual(problemsOf(SMALLEST, { VIGIL_HTTP_PORT: "1\nhost = 2" }), [
    'VIGIL_HTTP_PORT: http.port: cannot read "1\\nhost = 2": write the value as in the file',
  ]);
});

Deno.test("a certificate comes with its key, and a client CA with both", () => {
  assert.deepEqual(problemsOf(SMALLEST + `[http]\ntls_cert = "/c.pem"\nclient_ca = "/ca.pem"\n`), [
    "f:6: http.tls_cert: needs http.tls_key: a certificate comes with its key",
    "f:7: http.client_ca: needs TLS: set http.tls_cert and http.tls_key",
  ]);
});

Deno.test("only TLS may face a network", () => {
  const tls = `tls_cert = "/c.pem"\ntls_key = "/k.pem"\n`;
  assert.deepEqual(problemsOf(SMALLEST + `[http]\nhost = "0.0.0.0"\n${tls}`), []);
  assert.deepEqual(
    problemsOf(SMALLEST + `[http]\nhost = "::1"\n[console]\nhost = "localhost"`),
    [],
  );
  assert.match(problemsOf(SMALLEST + `[console]\nhost = "10.0.0.1"`)[0]!, /^f:6: console\.host: /);
});

Deno.test("names of modems, ports of modems and names of destinations are unique", () => {
  const problems = problemsOf(SMALLEST + MODEM + MODEM + MQTT + MQTT);
  assert.deepEqual(problems, [
    'f:13: modem[1].name: "lora-1" is already that of modem[0]: choose another',
    'f:14: modem[1].port: "/dev/serial/by-id/usb-0" is already that of modem[0]: choose another',
    'f:24: destination[1].name: "dispatch-mqtt" is already that of destination[0]: choose another',
  ]);
});

Deno.test("a LoRa kind needs [modem.radio] and takes no [modem.sim]", () => {
  const text = SMALLEST + MODEM.replace("[modem.radio]", `[modem.sim]\nstorage = "ME"`);
  assert.deepEqual(problemsOf(text), [
    "f:6: modem[0].radio: is missing",
    'f:10: modem[0].sim: is no key here with kind = "rak3172": correct or remove it',
  ]);
});

Deno.test("a modem whose make is found out by itself needs settings of one of the two sorts", () => {
  const auto = MODEM.replace("rak3172", "auto");
  assert.deepEqual(problemsOf(SMALLEST + auto), []);
  assert.deepEqual(problemsOf(SMALLEST + auto.replace("[modem.radio]", "[modem.sim]")), []);
  assert.deepEqual(problemsOf(SMALLEST + auto.replace("[modem.radio]", "")), [
    'f:9: modem[0].kind: "auto" needs [modem.radio] with the radio settings of the wearables, or [modem.sim] for a ' +
    "cellular modem",
  ]);
  const [problem] = problemsOf(SMALLEST + auto + "frequency_hz = 868000000");
  assert.match(problem ?? "", /modem\[0\]\.radio\.frequency_hz: .* inside a sub-band/);
});

Deno.test("a RYLR998 takes the spreading factors of its bandwidth", () => {
  const at = (sf: number, bandwidthHz: number) =>
    problemsOf(SMALLEST + RYLR998 + `spreading_factor = ${sf}\nbandwidth_hz = ${bandwidthHz}`);
  assert.deepEqual(at(9, 125000), []);
  assert.deepEqual(at(10, 125000), [
    "f:11: modem[0].radio.spreading_factor: must be 7 to 9 at 125000 Hz for a rylr998, not 10",
  ]);
  assert.equal(at(11, 250000).length, 1);
  assert.equal(at(6, 125000).length, 1);
});

Deno.test("under eu868 the whole bandwidth lies inside one sub-band", () => {
  const at = (hz: number, more = "") =>
    problemsOf(SMALLEST + MODEM + `frequency_hz = ${hz}\n${more}`);
  assert.deepEqual([868100000, 868300000, 869525000].flatMap((hz) => at(hz)), []);
  assert.deepEqual(at(868000000), [
    "f:11: modem[0].radio.frequency_hz: 868000000 with 125000 Hz of bandwidth does not lie " +
    "wholly inside a sub-band of eu868: choose one of 863–865, 865–868, 868–868.6, " +
    "868.7–869.2, 869.4–869.65, 869.7–870 MHz",
  ]);
  assert.equal(at(869525000, "bandwidth_hz = 500000").length, 1);
  assert.deepEqual(at(433920000, `duty_cycle = "none"`), []);
});

Deno.test("a RYLR998 takes network ids 3 to 15 and 18, other makes none", () => {
  const at = (kind: string, id: number) => problemsOf(SMALLEST + kind + `network_id = ${id}`);
  assert.deepEqual([3, 15, 18].flatMap((id) => at(RYLR998, id)), []);
  assert.deepEqual(at(RYLR998, 16), [
    "f:11: modem[0].radio.network_id: must be 3 to 15, or 18, not 16",
  ]);
  assert.deepEqual(at(MODEM, 18), [
    'f:11: modem[0].radio.network_id: belongs to kind "rylr998": use sync_word',
  ]);
});

Deno.test("a cellular modem takes [modem.sim], which may be left out, and no [modem.radio]", () => {
  const cellular = MODEM.replace("rak3172", "cellular").replace("[modem.radio]", "");
  assert.deepEqual(problemsOf(SMALLEST + cellular), []);
  assert.deepEqual(problemsOf(`${SMALLEST + cellular}[modem.sim]\nstorage = "SM"\n`), []);
  assert.deepEqual(problemsOf(`${SMALLEST + cellular}[modem.radio]\n`), [
    'f:11: modem[0].radio: is no key here with kind = "cellular": correct or remove it',
  ]);
});

Deno.test("an escalation names existing destinations, one for each rising time", () => {
  const escalation = `[escalation]\nafter_s = [30, 10]\nto = ["nobody"]\n`;
  assert.deepEqual(problemsOf(SMALLEST + escalation), [
    "f:6: escalation.after_s[1]: 10 must be more than the time before it",
    "f:7: escalation.to: has 1 entries and after_s has 2: give each step a time and a name",
    'f:7: escalation.to[0]: "nobody" is no [[destination]]: add it or correct it',
  ]);
});

Deno.test("a stream has no url, and an MQTT destination must have one of its schemes", () => {
  const stream = `[[destination]]\nname = "pull"\ntype = "stream"\nurl = "https://x"\n`;
  assert.deepEqual(problemsOf(SMALLEST + stream), [
    'f:8: destination[0].url: is no key here with type = "stream": correct or remove it',
  ]);
  assert.deepEqual(problemsOf(SMALLEST + MQTT.replace("mqtts:", "https:")), [
    "f:9: destination[0].url: must be mqtt://HOST:PORT or mqtts://HOST:PORT, without user or path",
  ]);
});

Deno.test("a webhook gets its defaults, and leaves this machine only over TLS", () => {
  assert.deepEqual(configOf(SMALLEST + WEBHOOK).destinations, [{
    name: "dispatch-webhook",
    type: "webhook",
    url: "https://dispatch.example/alarms?zone=5415",
    tlsMin: "1.3",
    window: 8,
    priorities: ["critical", "high", "normal", "low"],
    unverified: false,
    required: false,
    escalationOnly: false,
  }]);
  const at = (url: string) =>
    problemsOf(SMALLEST + WEBHOOK.replace(/"https:.*"/, JSON.stringify(url)));
  assert.deepEqual(at("http://127.0.0.1:9000/in"), []);
  assert.deepEqual(at("http://[::1]:9000"), []);
  assert.deepEqual(at("http://dispatch.example/in"), [
    "f:8: destination[0].url: leaves this machine without TLS: use https://",
  ]);
  assert.deepEqual(at("https://user:hunter2@dispatch.example/in"), [
    "f:8: destination[0].url: must be https://HOST:PORT/PATH, or http:// on this machine, " +
    "without user or fragment",
  ]);
});

Deno.test("the certificate of a webhook comes with its key, and both have a use", () => {
  assert.deepEqual(problemsOf(SMALLEST + WEBHOOK + `cert = "/c.pem"\n`), [
    "f:9: destination[0].cert: needs destination[0].key: a certificate comes with its key",
  ]);
  const plain = WEBHOOK.replace(/"https:.*"/, '"http://localhost/in"') + `ca = "/ca.pem"\n`;
  assert.deepEqual(problemsOf(SMALLEST + plain), [
    "f:9: destination[0].ca: has no effect without TLS: use https://",
  ]);
});

Deno.test("a step of an escalation takes critical events, and what is for escalation only is one", () => {
  const escalation =
    `[escalation]\nafter_s = [10, 30]\nto = ["dispatch-webhook", "dispatch-webhook"]\n`;
  const low = WEBHOOK + `priorities = ["low"]\n`;
  assert.deepEqual(problemsOf(SMALLEST + low + escalation), [
    'f:12: escalation.to[0]: "dispatch-webhook" does not take critical events: add "critical" to ' +
    "its priorities",
    'f:12: escalation.to[1]: "dispatch-webhook" is a step already: name each destination once',
  ]);
  assert.deepEqual(problemsOf(SMALLEST + WEBHOOK + "escalation_only = true\n"), [
    "f:9: destination[0].escalation_only: gets nothing: name the destination in escalation.to",
  ]);
  const good = `escalation_only = true\n[escalation]\nafter_s = [10]\nto = ["dispatch-webhook"]\n`;
  assert.deepEqual(configOf(SMALLEST + WEBHOOK + good).escalation, {
    afterS: [10],
    to: ["dispatch-webhook"],
  });
});

Deno.test("without times, the steps of an escalation come after 8 s, 30 s, and every 30 s from there", () => {
  const duty = (name: string) => WEBHOOK.replace('"dispatch-webhook"', `"${name}"`);
  const to = ["duty-1", "duty-2", "duty-3"];
  const text = SMALLEST + to.map(duty).join("") + `[escalation]\nto = ${JSON.stringify(to)}\n`;
  assert.deepEqual(configOf(text).escalation, { afterS: [8, 30, 60], to });
});

Deno.test("a refused URL is not repeated, since it may hold a password", () => {
  const text = SMALLEST + MQTT.replace("broker", "user:hunter2@broker");
  assert.doesNotMatch(problemsOf(text).join(), /hunter2/);
});

Deno.test("TLS files on an MQTT destination without TLS are an error", () => {
  const local = MQTT.replace("mqtts://broker.example", "mqtt://localhost");
  assert.deepEqual(problemsOf(SMALLEST + local + `ca = "/ca.pem"\n`), [
    "f:10: destination[0].ca: has no effect without TLS: use mqtts://",
  ]);
});

Deno.test("a broker beyond this machine is spoken to over TLS, or not at all", () => {
  const at = (host: string) =>
    problemsOf(SMALLEST + MQTT.replace("mqtts://broker.example:8883", `mqtt://${host}`));
  assert.deepEqual(["localhost", "127.0.0.1:1883", "[::1]:1883"].flatMap(at), []);
  for (const host of ["203.0.113.5", "broker.example:1883", "[2001:db8::1]", "localhost.example"]) {
    assert.deepEqual(at(host), [
      "f:9: destination[0].url: leaves this machine without TLS: use mqtts://",
    ], host);
  }
});

Deno.test("zone and name hold nothing that a topic or a routing key gives a meaning to", () => {
  const at = (name: string) =>
    problemsOf(`[gateway]\nzone = "5415"\nname = ${JSON.stringify(name)}\n`);
  assert.deepEqual(["gw-1", "GW_2", "7", "-", "a".repeat(64)].flatMap(at), []);
  for (const name of ["gw.1", "gw/1", "gw+", "#", "gw 1", "", "é", "a".repeat(65), "gw\n1"]) {
    assert.match(at(name).join(), /^f:3: gateway\.name: must be letters, digits, dashes or/, name);
  }
});

Deno.test("a key that is nearly one of its table is reported with the one that may be meant", () => {
  assert.deepEqual(problemsOf(SMALLEST + MODEM + "spreadingfactor = 9\ncolour = 1\n"), [
    "f:11: modem[0].radio.spreadingfactor: is no key here: did you mean spreading_factor?",
    "f:12: modem[0].radio.colour: is no key here: correct or remove it",
  ]);
  assert.deepEqual(problemsOf(SMALLEST + MQTT + `recipt_key = "/k"\n`), [
    'f:10: destination[0].recipt_key: is no key here with type = "mqtt": did you mean receipt_key?',
  ]);
});

Deno.test("API and console cannot have one port of one address", () => {
  const at = (http: string, console: string) =>
    problemsOf(`${SMALLEST}[http]\n${http}\n[console]\n${console}\n`);
  const taken = ["f:8: console.port: 9000 is that of [http] already: choose another"];
  assert.deepEqual(at("port = 9000", "port = 9000"), taken);
  assert.deepEqual(at(`port = 9000\n`, "port = 9000").length, 1);
  assert.deepEqual(at("port = 8080", "").length, 1);
  assert.deepEqual(at("port = 0", "port = 0"), []);
  assert.deepEqual(at(`host = "::1"`, "port = 8443"), []);
});

Deno.test("a path in the file holds no control character", () => {
  const text = `[gateway]\nzone = "5415"\nname = "g"\ndata_dir = "/srv/a\\u001b[2J"\n`;
  assert.deepEqual(problemsOf(text), [
    "f:4: gateway.data_dir: must be an absolute path without control characters, not " +
    '"/srv/a\\u001b[2J"',
  ]);
});

Deno.test("a destination cannot be both required and for escalation only", () => {
  const text = SMALLEST + MQTT + `required = true\nescalation_only = true\n`;
  assert.match(problemsOf(text)[0]!, /^f:10: destination\[0\]\.required: cannot be true with /);
});

Deno.test("the JSON Schema is of draft 2020-12 and has the keys of the file", () => {
  const schema = configJsonSchema() as {
    $schema: string;
    properties: { http: { properties: { port: unknown }; additionalProperties: boolean } };
  };
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  assert.deepEqual(Object.keys(schema.properties), [
    "gateway",
    "http",
    "console",
    "modem",
    "destination",
    "escalation",
    "retention",
    "backup",
    "log",
  ]);
  assert.equal(schema.properties.http.additionalProperties, false);
});

Deno.test("the environment sets the level of the log in plain words, and a wrong one is a problem", () => {
  const minimal = `[gateway]\nzone = "5415"\nname = "gw-1"\n`;
  const config = parseConfig(minimal, { VIGIL_LOG_LEVEL: "debug" });
  assert.equal(config.ok && config.value.log.level, "debug");
  const wrong = parseConfig(minimal, { VIGIL_LOG_LEVEL: "loud" });
  assert.equal(!wrong.ok && wrong.error[0]!.variable, "VIGIL_LOG_LEVEL");
});

Deno.test("a phone on duty is none that costs extra", () => {
  const modem = '[[modem]]\nname = "sms-1"\nport = "/dev/ttyUSB0"\nkind = "cellular"\n';
  const destination = '[[destination]]\nname = "duty"\ntype = "sms"\n';
  const duty = (number: string) =>
    problemsOf(`${SMALLEST}${modem}${destination}to = ["${number}"]\n`);
  assert.deepEqual(duty("+32470123456"), []);
  const [problem = ""] = duty("+32902123456");
  assert.match(problem, /destination\[0\]\.to\[0\].*none that costs extra/);
});
