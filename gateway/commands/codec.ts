/** `vigil codec list`: which formats are understood, and what each can say. */
import { CAPABILITIES, type Codec } from "../../devices/codecs/codec.ts";
import { CODECS } from "../../devices/codecs/codecs.ts";
import { printJson } from "./output.ts";
import { printTable } from "./table.ts";

const TRANSPORTS: Readonly<Record<Codec["transport"], string>> = {
  own: "lora, sms",
  message: "sms",
  lorawan: "lorawan",
};

/** Prints the table of all codecs. */
export function runCodecListCommand({ json }: { readonly json?: boolean }): number {
  const codecs = CODECS.map(({ describes, isAnswerable, name, proof, says, transport }) => ({
    codec: name,
    over: TRANSPORTS[transport],
    says,
    proof,
    answered: isAnswerable,
    describes,
  }));
  if (json) printJson(codecs);
  else {
    printTable(
      ["CODEC", "OVER", ...CAPABILITIES.map((says) => says.toUpperCase()), "PROOF", "ANSWERED"],
      codecs.map(({ answered, codec, over, proof, says }) => [
        codec,
        over,
        ...CAPABILITIES.map((capability) => says.includes(capability) ? "yes" : "-"),
        proof,
        answered ? "yes" : "-",
      ]),
    );
  }
  return 0;
}
