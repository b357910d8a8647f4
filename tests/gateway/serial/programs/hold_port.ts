/** Opens and locks a port, as another program would, until it is killed. */
import { LinuxBinding } from "../../../../gateway/serial/mod.ts";

await new LinuxBinding().open({ path: Deno.args[0]!, baudRate: 9_600 });
// deno-lint-ignore no-console -- whoever started it waits for this
console.log("open");
await new Promise((resolve) => setTimeout(resolve, 60_000));
