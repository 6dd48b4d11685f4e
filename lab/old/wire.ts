/** A line to a browser: to one tab by the DevTools protocol, as Chromium 64 already speaks it, or to Firefox by WebDriver BiDi. */
interface Debug {
  /** Rejects with a sentence if refused, or not answered within 15 s. */
  send(method: string, params?: Record<string, unknown>): Promise<Reply>;
  /** Hears every event of this name from now on. */
  on(event: string, heard: (params: Reply) => void): void;
  close(): void;
}

/** What comes over the protocol: the asker knows its form. */
// biome-ignore lint/suspicious/noExplicitAny: five versions of a protocol, of which nobody has types.
export type Reply = any;

const answerMs = 15_000;

/** Opens the line; Playwright speaks only with the newest Chromium. */
export function openDebug(address: string): Promise<Debug> {
  const socket = new WebSocket(address);
  const asked = new Map<number, { done: (reply: Reply) => void; refused: (why: Error) => void }>();
  const listeners: [string, (params: Reply) => void][] = [];
  let count = 0;

  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as Reply;
    if (frame.id === undefined) {
      for (const [event, heard] of listeners) if (event === frame.method) heard(frame.params);
      return;
    }
    const one = asked.get(frame.id);
    asked.delete(frame.id);
    // BiDi has the sentence beside the error, DevTools inside it.
    if (frame.error) one?.refused(new Error(`The browser refused: ${frame.message ?? frame.error.message}`));
    else one?.done(frame.result);
  };
  socket.onclose = () => {
    for (const { refused } of asked.values()) refused(new Error("The browser hung up."));
    asked.clear();
  };

  const send: Debug["send"] = (method, params = {}) =>
    new Promise((done, refused) => {
      if (socket.readyState !== WebSocket.OPEN) return refused(new Error("The browser is gone."));
      const id = ++count;
      const patience = setTimeout(() => {
        asked.delete(id);
        refused(new Error(`The browser did not answer ${method} within ${answerMs / 1000} s.`));
      }, answerMs);
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(patience);
          how(value);
        };
      asked.set(id, { done: settle(done), refused: settle(refused) });
      socket.send(JSON.stringify({ id, method, params }));
    });

  return new Promise((opened, failed) => {
    socket.onerror = () => failed(new Error(`No line to the browser at ${address}.`));
    socket.onopen = () =>
      opened({
        send,
        on: (event, heard) => listeners.push([event, heard]),
        close: () => socket.close(),
      });
  });
}
