/** A socket as a browser holds one: what came down, and how it was closed. */
export interface Socket {
  got: string[];
  /** All frames as one text. */
  text(): string;
  send(frame: string | Uint8Array): void;
  /** Close code. */
  closed: Promise<number>;
  /** Close reason; "" before. */
  why(): string;
  isClosed(): boolean;
  close(): void;
}

/** Opens a socket with a Cookie header. Rejects if the upgrade is refused. */
export function socket(
  origin: string,
  path: string,
  cookie: string,
  headers: Record<string, string> = { Origin: origin },
): Promise<Socket> {
  const ws = new WebSocket(origin.replace("http", "ws") + path, { headers: { Cookie: cookie, ...headers } });
  const got: string[] = [];
  let over = false;
  let why = "";
  const closed = new Promise<number>((resolve) => {
    ws.addEventListener("close", (event) => {
      over = true;
      why = event.reason;
      resolve(event.code);
    });
  });
  ws.addEventListener("message", (event) => got.push(String(event.data)));
  return new Promise((resolve, reject) => {
    ws.addEventListener("error", () => reject(new Error("the socket was refused")));
    ws.addEventListener("open", () =>
      resolve({
        got,
        text: () => got.join(""),
        send: (frame) => ws.send(frame),
        closed,
        why: () => why,
        isClosed: () => over,
        close: () => ws.close(),
      }),
    );
  });
}
