/** The least that a program in this runtime takes: it says that it is there, and stays. */
import { print } from "../../commands/output.ts";

print("ready");
setInterval(() => {}, 1_000);
