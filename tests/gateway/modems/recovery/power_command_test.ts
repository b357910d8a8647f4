import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { runPowerCommand } from "../../../../gateway/modems/recovery/power_command.ts";

const { signal } = new AbortController();

Deno.test("the power command runs without a shell and gets the modem's name", async () => {
  const folder = await mkdtemp("/tmp/vigil-power-");
  const script = 'printf "%s|%s" "$VIGIL_MODEM" "$1" > "$2"';
  const said = `${folder}/said`;
  await runPowerCommand(["/bin/sh", "-c", script, "-", "$HOME; x", said], "lora-1", signal);
  assert.equal(await readFile(said, "utf8"), "lora-1|$HOME; x");
  await rm(folder, { recursive: true });
});

Deno.test("a power command that fails or is not there is reported with its output", async () => {
  const failing = ["/bin/sh", "-c", "echo no such hub >&2; exit 3"];
  await assert.rejects(
    runPowerCommand(failing, "lora-1", signal),
    /Cannot run \/bin\/sh: it ended with 3: no such hub; try it by hand/,
  );
  await assert.rejects(
    runPowerCommand(["/nowhere/relay"], "lora-1", signal),
    /Cannot run \/nowhere\/relay: .*ENOENT/,
  );
});

Deno.test("a power command ends with the program that started it", async () => {
  const stop = new AbortController();
  const running = runPowerCommand(["/bin/sleep", "30"], "lora-1", stop.signal);
  stop.abort();
  await assert.rejects(running, { name: "AbortError" });
});
