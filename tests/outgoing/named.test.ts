import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { OutgoingError } from "#src/outgoing/error.ts";
import { askAndRead } from "#src/outgoing/named.ts";

/** A server on this machine that only its test knows. Returns its address, and whatever came. */
async function listening(hear: (socket: Socket, heard: string) => void) {
  let heard = "";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (piece) => {
      heard += piece.toString("latin1");
      hear(socket, heard);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/file`), heard: () => heard };
}

async function* pieces(...some: string[]) {
  for (const piece of some) yield Buffer.from(piece);
}

const bodyOf = (heard: string) => heard.split("\r\n\r\n").slice(1).join("\r\n\r\n");
const put = (url: URL, silentMs = 5_000) =>
  askAndRead(
    url,
    {
      method: "PUT",
      headers: { host: url.host, "content-length": "6", expect: "100-continue" },
      content: pieces("one", "two"),
      silentMs,
    },
    async ({ status }) => status,
  ).catch((error: unknown) => (error instanceof OutgoingError ? error.kind : String(error)));

test("a server that does not know the question gets the content all the same, and once, though it says yes in the middle", async () => {
  let said = false;
  const { url, heard } = await listening((socket, all) => {
    const body = bodyOf(all);
    if (body.length > 0 && !said) {
      said = true;
      socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (body.length >= 6) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  expect([await put(url), bodyOf(heard())]).toEqual([200, "onetwo"]);
});

test("a server that refuses before it has the content is heard, and does not get it", async () => {
  const { url, heard } = await listening((socket) =>
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
  );
  expect([await put(url), bodyOf(heard())]).toEqual([403, ""]);
});

test("a redirect is an answer, and silence ends it", async () => {
  const moved = await listening((socket) =>
    socket.end("HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
  );
  expect(await put(moved.url)).toBe(307);
  const silent = await listening(() => {});
  expect(await put(silent.url, 200)).toBe("too_slow");
  const stalled = await listening((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
  const read = askAndRead(
    stalled.url,
    { method: "GET", headers: { host: stalled.url.host }, silentMs: 200 },
    async (answer) => {
      for await (const _ of answer.pieces) expect(answer.status).toBe(200);
    },
  );
  await expect(read).rejects.toMatchObject({ kind: "too_slow" });
});
