import { createServer } from "node:net";

/** A port that nobody listens on, below those the system gives to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 19_000 + Math.floor(Math.random() * 10_000);
    const free = await new Promise<boolean>((answer) => {
      const probe = createServer();
      probe.on("error", () => answer(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
    });
    if (free) return port;
  }
}
