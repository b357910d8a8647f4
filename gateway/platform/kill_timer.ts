/**
 * Has the kernel end this process by SIGALRM after some seconds (alarm(2)), even while its event loop
 * stands still, as in a read of a disk that does not answer. It cannot be taken back.
 * @param seconds Whole ones, at least 1.
 */
export function killAfter(seconds: number): void {
  const libc = Deno.dlopen("libc.so.6", { alarm: { parameters: ["u32"], result: "u32" } });
  libc.symbols.alarm(seconds);
  libc.close();
}
