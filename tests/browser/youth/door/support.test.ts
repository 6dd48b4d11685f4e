import { afterAll, expect, test } from "vitest";
import { axe, close, page, shot } from "#tests/support/browser/browser.ts";
import { focusSeen } from "#tests/support/browser/keyboard.ts";
import { look } from "#tests/support/browser/look.ts";

const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; require-trusted-types-for 'script'";
const html = (body: string) =>
  `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}</body></html>`;

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 0,
  fetch(request) {
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": strict };
    const path = new URL(request.url).pathname;
    if (path === "/good") return new Response(html("<h1>Good</h1>"), { headers });
    if (path === "/log") {
      // A frame that streams: its response is never finished.
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(
            `<!doctype html><html lang="en"><title>log</title><p id="said">hello</p><img src="data:,">`,
          );
        },
      });
      return new Response(body, { headers });
    }
    return new Response(
      html('<noscript><p id="plain">no scripts</p><iframe src="/log" title="log"></iframe></noscript><input>'),
      { headers },
    );
  },
});

afterAll(async () => {
  await close();
  await server.stop(true);
});

test("a page under a strict policy is examined, and a sound one has no complaint", async () => {
  const good = await page({ width: 1280, scheme: "dark" });
  await good.goto(`${server.url}good`);
  expect(await axe(good)).toEqual([]);
});

test("a page without scripts whose frame never ends is examined in both parts, and stays without scripts", async () => {
  const bare = await page({ js: false });
  await bare.goto(`${server.url}bad`, { waitUntil: "commit" });
  await bare.frameLocator("iframe").locator("#said").waitFor();
  const found = await axe(bare);
  expect(found.map((line) => line.split(":")[0])).toEqual(["label at input", "image-alt at img"]);
  await shot(bare, "support-no-script");
  await bare.goto(`${server.url}bad`, { waitUntil: "commit" });
  await bare.locator("#plain").waitFor();
});

test("a focus without a mark, a focus under something else and a page that is too wide are noticed", async () => {
  const bare = await page({ width: 360 });
  const show = (inside: string) => bare.setContent(html(`<h1>Good</h1>${inside}`));
  await show('<button style="outline: 3px solid">seen</button>');
  await bare.focus("button");
  expect(await focusSeen(bare)).toContain("BUTTON");
  await show('<button style="outline: 0">unmarked</button>');
  await bare.focus("button");
  await expect(focusSeen(bare)).rejects.toThrow();
  await show('<button>covered</button><div style="position: fixed; inset: 0; background: red"></div>');
  await bare.focus("button");
  await expect(focusSeen(bare)).rejects.toThrow();
  await show('<p id="long" style="width: 500px">words that do not break at all</p>');
  const { wide } = await look(bare, "planted", { whole: false });
  expect(wide).toEqual([expect.stringContaining("P#long.")]);
});
