import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describeMqtt } from "../../../handlers/formats/asyncapi.ts";
import { topicsOf } from "../../../handlers/formats/mqtt_topics.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../vectors/asyncapi-3.0.0.json", import.meta.url), "utf8"),
);

interface Document {
  readonly channels: Record<string, { readonly address: string }>;
  readonly components: {
    readonly messages: Record<
      string,
      { readonly payload: { readonly $ref: string }; readonly examples: { payload: unknown }[] }
    >;
    readonly schemas: Record<string, object>;
  };
}

function validator(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv;
}

Deno.test("The description of MQTT is AsyncAPI 3.0 by the published schema", () => {
  const validate = validator().compile(schema);

  assert.ok(validate(describeMqtt("1.2.3")), JSON.stringify(validate.errors?.slice(0, 5)));
  assert.equal(validate({ ...describeMqtt("1.2.3"), channels: 1 }), false);
});

Deno.test("The description of MQTT names every topic that the gateway uses", () => {
  const { channels } = describeMqtt("1.2.3") as unknown as Document;
  const described = Object.values(channels).map(({ address }) => address);
  const { events, ...others } = topicsOf({ zone: "{zone}", name: "{gateway}" });

  const used = [events.high.replace("high", "{priority}"), ...Object.values(others)];
  assert.deepEqual(described.toSorted(), used.toSorted());
});

Deno.test("Each example of the description of MQTT has the shape that is described", () => {
  const document = describeMqtt("1.2.3") as unknown as Document;
  const ajv = validator().addSchema(document, "asyncapi");
  for (const [name, { examples, payload }] of Object.entries(document.components.messages)) {
    const validate = ajv.getSchema(`asyncapi${payload.$ref}`)!;
    assert.ok(validate(examples[0]!.payload), `${name}: ${JSON.stringify(validate.errors)}`);
    assert.equal(validate({}), false, name);
  }
});
