import assert from "node:assert/strict";
import {
  encodeSubmit,
  type SmsSubmission,
  type SubmitPdu,
} from "../../../../devices/codecs/sms/encode.ts";

/** Wireshark reads the PDUs independently; Debian: tshark. */
const HAS_TSHARK = await isThere("tshark") && await isThere("text2pcap");

// deno-lint-ignore no-console -- a skipped promise has to be heard of
if (!HAS_TSHARK) console.warn("SKIPPED PDUs that Wireshark reads: tshark is not installed");

async function isThere(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** RP-DATA from a phone to its network (3GPP TS 24.011), by which a TPDU is known for a SUBMIT. */
function onItsWay({ pduHex, sizeBytes }: SubmitPdu): string {
  const rpData = `0001000591234567F8${sizeBytes.toString(16).padStart(2, "0")}${pduHex.slice(2)}`;
  return `0000 ${rpData.match(/../g)!.join(" ")}\n`;
}

const FIELDS = [
  "gsm_sms.tp-da",
  "gsm_sms.tp-srr",
  "gsm_sms.udh.mm.msg_id",
  "gsm_sms.udh.mm.msg_part",
  "gsm_sms.udh.mm.msg_parts",
  "gsm_sms.destination_port",
  "gsm_sms.sms_text",
];

/** What Wireshark says of each PDU, in the order of `FIELDS`. */
async function asWiresharkReads(submission: SmsSubmission): Promise<string[][]> {
  const encoded = encodeSubmit(submission);
  assert.ok(encoded.ok);
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/pdus.txt`, encoded.value.map(onItsWay).join(""));
    await output("text2pcap", [
      "-q",
      "-P",
      "gsm_a_rp",
      `${folder}/pdus.txt`,
      `${folder}/pdus.pcap`,
    ]);
    const fields = FIELDS.flatMap((field) => ["-e", field]);
    const format = ["-T", "fields", "-E", "separator=|"];
    const read = await output("tshark", ["-r", `${folder}/pdus.pcap`, ...format, ...fields]);
    return read.split("\n").slice(0, -1).map((line) => line.split("|"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const TO_DUTY = { to: "+32470123456", wantsReport: true, partReference: 77 };

Deno.test("Wireshark puts a long text in the 7-bit alphabet together again", {
  ignore: !HAS_TSHARK,
}, async () => {
  const text = "Grüße 20€ [x] ".repeat(16);
  const [first = [], second = [], ...more] = await asWiresharkReads({
    ...TO_DUTY,
    content: { text },
  });
  assert.deepEqual(more, []);
  assert.deepEqual(first.slice(0, 6), ["32470123456", "1", "77", "1", "2", ""]);
  assert.deepEqual(second.slice(0, 6), ["32470123456", "1", "77", "2", "2", ""]);
  assert.equal(second[6]!.split(",").join(""), text, "both parts, in one field");
});

Deno.test(
  "Wireshark reads a text in UCS-2 as it was written",
  { ignore: !HAS_TSHARK },
  async () => {
    const [read] = await asWiresharkReads({ ...TO_DUTY, content: { text: "Être là ⚠ 🚨" } });
    assert.deepEqual(read, ["32470123456", "1", "", "", "", "", "Être là ⚠ 🚨"]);
  },
);

Deno.test("Wireshark finds the port of data", { ignore: !HAS_TSHARK }, async () => {
  const data = Uint8Array.of(1, 2, 3);
  const [read] = await asWiresharkReads({ ...TO_DUTY, content: { data, port: 7_700 } });
  assert.equal(read![5], "7700");
});
