import { beforeEach, expect, onTestFinished, test } from "vitest";
import { momentPages } from "#src/http/server/moment.tsx";
import { discreetThemes, themeCss } from "#src/settings/look/themes.ts";
import { settings } from "#src/settings/settings.ts";
import { openStandIn } from "#src/upgrade/stand-in.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { freePort } from "#tests/support/outside/port.ts";

// What stands in for the helpline while its program is replaced.

let origin: string;
let exit: string;
let ownName: string;
beforeEach(async () => {
  const home = await house();
  await open(home);
  ({ exitAddress: exit, name: ownName } = settings(home.helpline.db));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const close = await openStandIn({ host: "127.0.0.1", port }, await momentPages(home.helpline));
  home.helpline.db.close();
  onTestFinished(close);
});

const ask = (path: string, more: RequestInit = {}) => fetch(origin + path, { redirect: "manual", ...more });
const page = { Accept: "text/html" };
const form = (fields: Record<string, string>) => ({ method: "POST", headers: page, body: new URLSearchParams(fields) });

test("R8: every page says that it is back in a minute and whom to call in danger, and looks again by itself", async () => {
  for (const path of ["/", "/other?l=fr&line=1", "/how"]) {
    const answer = await ask(path, { headers: { ...page, "Accept-Language": "en" } });
    const html = await answer.text();
    const language = path.includes("l=fr") ? "fr" : "en";
    expect([answer.status, answer.headers.get("refresh"), answer.headers.get("retry-after")]).toEqual([503, "5", "5"]);
    expect(html).toContain(says("youth.moment.title", {}, language));
    expect(html).toMatch(/href="tel:\d+"/);
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'.*style-src 'sha256-/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
  const staff = await ask("/admin", { headers: page });
  expect([staff.status, await staff.text()]).toEqual([503, expect.stringContaining(says("staff.moment"))]);
});

test("R8: what Noor has just sent without a script stays on her page, and goes out by one press, as she sent it", async () => {
  const typed = { client_id: "a".repeat(32), text: 'he says "<script>alert(1)</script>" & leaves' };
  const answer = await ask("/send?l=nl", form(typed));
  const html = await answer.text();
  expect([answer.status, answer.headers.get("refresh")]).toEqual([503, null]);
  expect(html).not.toContain("<script>");
  expect(html).toContain(says("youth.moment.typed", {}, "nl"));
  const [, action] = /<form [^>]*method="post" action="([^"]*)"/.exec(html)!;
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value!.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  ]);
  expect([action, Object.fromEntries(fields)]).toEqual(["/send?l=nl", typed]);
});

test("R8: where Noor hid the page as something else, it stays that, in her language and with her words", async () => {
  const look = (code: string, path = "/", more: RequestInit = {}) =>
    ask(path, { ...more, headers: { ...page, Cookie: `a=b; v=${code}` } }).then((answer) => answer.text());
  const title = (html: string) => /<title>([^<]+)/.exec(html)![1];
  const name = (html: string) => /<strong>.*?<span>([^<]+)<\/span><\/strong>/s.exec(html)![1];
  const usual = await look("");
  expect(name(usual)).toBe(ownName);
  for (const [code, discreet] of [
    ["10", "notes"],
    ["20", "homework"],
    ["21", "homework"],
  ] as const) {
    for (const html of [await look(code), await look(code, "/send?l=fr", form({ text: "he is here" }))]) {
      const said = says(`youth.look.${discreet}`, {}, html.includes("he is here") ? "fr" : "en");
      expect([title(html), name(html)]).toEqual([said, said]);
      expect(html).toContain(themeCss(discreetThemes[discreet]));
      expect(html).not.toContain(ownName);
      expect(html).toMatch(/href="tel:\d+"/);
    }
  }
  // A face alone hides nothing, and what is no look of ours is none.
  for (const code of ["03", "90", "1", "%00"]) expect(await look(code)).toBe(usual);
});

test("R8: a script hears that the line is broken, and tries again: nothing of ours says that its words are refused", async () => {
  const answer = await ask("/send", { ...form({ text: "x" }), headers: { ...page, "X-Chat": "1" } });
  expect([answer.status, answer.headers.get("x-chat"), await answer.text()]).toEqual([503, null, ""]);
  const health = await ask("/healthz");
  expect([health.status, await health.json()]).toEqual([503, { ok: false, upgrade: true }]);
});

test("the way out works: it leads to an ordinary site, and the next request of the browser leaves", async () => {
  const out = await ask("/leave");
  expect([out.status, out.headers.get("location"), out.headers.get("set-cookie")]).toEqual([
    303,
    exit,
    expect.stringMatching(/^w=1;path=\/;max-age=\d+/),
  ]);
  const foreign = await ask("/leave", { headers: { "Sec-Fetch-Site": "cross-site" } });
  expect([foreign.headers.get("location"), foreign.headers.get("set-cookie")]).toEqual(["/", null]);
  expect((await ask("/leave", { headers: { "Sec-Purpose": "prefetch" } })).status).toBe(503);
  expect((await ask("/leave", { method: "POST" })).status).toBe(204);
});

test("a form larger than any of ours is not read to its end", async () => {
  const answer = await ask("/send", form({ text: "x".repeat(300_000) })).catch(() => null);
  if (answer) expect(await answer.text()).not.toContain("x".repeat(1000));
});
