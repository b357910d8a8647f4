import assert from "node:assert/strict";
import { GatewayBox } from "../../support/running_gateway.ts";

Deno.test("token create refuses the name of a valid token, and takes it again once that is revoked", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  const create = () => box.command("token", "create", "desk", "--role", "operator");
  assert.equal((await create()).code, 0);
  const { code, stdout, stderr } = await create();
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.equal(
    stderr,
    'Cannot create the token: there is a valid one named "desk": revoke it or choose another name\n',
  );
  assert.equal((await box.command("token", "revoke", "desk")).code, 0);
  assert.equal((await create()).code, 0);
});
