import { afterAll, expect, test } from "vitest";
import { openDebug, type Reply } from "#lab/old/wire.ts";

// What a browser answers, in the words of DevTools (Chromium) and of WebDriver BiDi (Firefox).

const answers: Record<string, (id: number) => Reply[]> = {
  "Page.enable": (id) => [{ id, result: { page: 1 } }],
  "Page.fail": (id) => [{ id, error: { code: -32000, message: "no such page" } }],
  "script.evaluate": (id) => [
    { type: "event", method: "log.entryAdded", params: { text: "painted true 5" } },
    // Of what Firefox cannot read it does not know who asked.
    { type: "error", id: null, error: "invalid argument", message: "not for you" },
    { type: "success", id, result: { value: "Chat" } },
  ],
  "browsingContext.traverseHistory": (id) => [
    { type: "error", id, error: "no such history entry", message: "History entry with delta -1 not found" },
  ],
};

const browser = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null, { status: 404 })),
  websocket: {
    message: (socket, frame) => {
      const { id, method } = JSON.parse(String(frame)) as Reply;
      const said = answers[method]?.(id);
      if (!said) return socket.close();
      for (const one of said) socket.send(JSON.stringify(one));
    },
  },
});
afterAll(() => browser.stop(true));

const line = () => openDebug(`ws://127.0.0.1:${browser.port}/session`);

test("answers, refusals and events of both protocols come to those who wait for them", async () => {
  const { send, on, close } = await line();
  const heard: string[] = [];
  on("log.entryAdded", ({ text }) => heard.push(text));
  expect(await send("Page.enable")).toEqual({ page: 1 });
  await expect(send("Page.fail")).rejects.toThrow("The browser refused: no such page");
  expect(await send("script.evaluate")).toEqual({ value: "Chat" });
  expect(heard).toEqual(["painted true 5"]);
  const back = send("browsingContext.traverseHistory", { delta: -1 });
  await expect(back).rejects.toThrow("The browser refused: History entry with delta -1 not found");
  close();
});

test("who asks a browser that hangs up is told so, and so is who asks afterwards", async () => {
  const { send } = await line();
  await expect(send("Browser.crash")).rejects.toThrow("The browser hung up.");
  await expect(send("Page.enable")).rejects.toThrow("The browser is gone.");
});
