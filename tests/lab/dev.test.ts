import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { viewDoors } from "#lab/dev/doors.ts";
import { dress, markSheets } from "#lab/dev/dress.ts";
import { fileOf, slugOf } from "#lab/dev/kept.ts";
import { endLeftOver } from "#lab/dev/left-over.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { scripts } from "#src/demo/scripts/scripts.ts";
import { demoStaff } from "#src/demo/staff.ts";
import { loadAssets } from "#src/http/server/assets.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { house, member, open } from "#tests/support/house/helpline.ts";
import { groups, statesOf } from "#tests/support/states/groups.ts";

const door = groups.find(({ name }) => name === "the door")!;

describe("/dev/views", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "porchlight-views-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keep = (state: string, html: string, at: number) => {
    const file = fileOf(folder, door, state);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, html);
    utimesSync(file, at / 1_000, at / 1_000);
  };
  const ask = (path: string) => {
    const doors = viewDoors(folder);
    const answer = doors[path === "/dev/views" ? path : "/dev/views/*"]!;
    return answer(new Request(`http://localhost${path}`));
  };
  const read = (path: string) => ask(path).text();

  test("names every state of the table, says when each was walked, which are missing, and how to walk them", async () => {
    keep("door-closed", "<p>closed</p>", Date.UTC(2126, 0, 2, 3, 4));
    const list = await read("/dev/views");
    for (const group of groups) {
      expect(list).toContain(`href="/dev/views/${slugOf(group)}"`);
      for (const state of statesOf(group)) {
        const isThere = state === "door-closed";
        expect(list).toContain(
          isThere ? `/${state}">${state}</a> <small>2126-01-02 03:04 UTC` : `${state}: not walked yet`,
        );
      }
    }
    expect(list).toContain("15 of 16 not walked yet. <code>npm run views -- the-door</code>");
    expect(list).not.toContain("Older than");
    expect(list).toContain("<code>views/youth/door/door.tsx</code>");
  });

  test("a group that was walked before one of its files changed says which", async () => {
    for (const state of statesOf(door)) keep(state, "", Date.UTC(2126, 0, 2));
    expect(await read("/dev/views/the-door")).not.toContain("npm run views");
    keep("door-late", "", Date.UTC(2001, 0, 2));
    const page = await read("/dev/views/the-door");
    expect(page).toContain(
      "Older than static/door.js, views/parts/times/days.ts, views/parts/times/moment.tsx and 6 more. ",
    );
    expect(page).toContain("npm run views -- the-door");
  });

  test("a group is framed at a width and in a theme, one state alone too, and its neighbours are a key away", async () => {
    for (const state of statesOf(door)) keep(state, "", Date.UTC(2126, 0, 2));
    const all = await read("/dev/views/the-door?width=500&theme=dark");
    expect(all.match(/<iframe src="\/dev\/views\/the-door\/[\w-]+\.html\?theme=dark"[^>]* width="500"/g)).toHaveLength(
      16,
    );
    const one = await read("/dev/views/the-door/door-closed-note?width=768");
    expect(one.match(/<iframe/g)).toHaveLength(1);
    expect(one).toMatch(/rel="prev" href="\/dev\/views\/the-door\/door-closed\?width=768&amp;theme=system"/);
    expect(one).toMatch(/rel="next" href="\/dev\/views\/the-door\/door-unplanned\?/);
    expect(await read("/dev/views/the-door")).toContain('width="360"');
    expect(await read("/dev/views/the-directory?width=no&theme=no")).toContain(
      'name="width" min="200" max="4000" value="1280"',
    );
  });

  test("a kept page runs no script and asks nobody; what is not in the table is nowhere", async () => {
    keep("door-closed", "<p>closed</p>", Date.UTC(2126, 0, 2));
    const page = ask("/dev/views/the-door/door-closed.html");
    expect(await page.text()).toBe("<p>closed</p>");
    const policy = page.headers.get("content-security-policy")!.split("; ");
    expect(policy).toEqual(expect.arrayContaining(["sandbox allow-same-origin", "default-src 'none'"]));
    expect(policy.join()).not.toContain("script");
    writeFileSync(join(folder, "secret.html"), "secret");
    const nowhere = ["/the-door/door-late.html", "/the-door/..%2f..%2fsecret.html", "/the-door/secret.html", "/nobody"];
    for (const path of nowhere) expect(ask(`/dev/views${path}`).status, path).toBe(404);
  });
});

test("a kept page is dressed in the style sheets of now and in a theme, in its frames too", () => {
  const { youthCss } = loadAssets();
  const theme = ":root{color-scheme:light dark}@media (prefers-color-scheme:dark){:root{--bg:#000}}";
  const kept = markSheets(`<style>${theme}${youthCss}</style>`).replace(youthCss, "p{color:gone}");
  expect(dress(kept, "system")).toBe(`<style>${theme}${youthCss}</style>`);
  expect(dress(kept, "dark")).toContain("color-scheme:dark}@media all{:root{--bg:#000}}");
  expect(dress(kept, "light")).toContain("color-scheme:light}@media not all{");
  const plain = "<style>@media (scripting: none){p{color:red}}</style>";
  expect(dress(`<!doctype html><html lang="en" data-scripted="">${plain}`, "system")).toContain("@media not all{p{");
  expect(dress(`<!doctype html><html lang="en">${plain}`, "system")).toContain(plain);
  const quoted = (html: string) => html.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const twice = `<iframe srcdoc="${quoted(`<iframe srcdoc="${quoted(kept)}"></iframe>`)}"></iframe>`;
  const dressed = `<style>${theme}${youthCss}</style>`;
  expect(dress(twice, "system")).toBe(
    `<iframe srcdoc="${quoted(`<iframe srcdoc="${quoted(dressed)}"></iframe>`)}"></iframe>`,
  );
});

test("made-up people of before a restart go out of the line and off their colleague; real ones and those whom somebody took stay", async () => {
  const home = await house();
  await open(home);
  const luna = await member(home.helpline, demoStaff[1].account.name, "Marek Dubois", "Lamp", ["counsellor"]);
  const [first, second, third] = scripts.map(({ turns }) => turns[0]!.say[0]!);
  const waiting = await comesIn(home, first);
  const real = await comesIn(home, "my own words");
  const [ofLuna, ofAnna] = [await comesIn(home, second), await comesIn(home, third)];
  await takes(home, luna, ofLuna);
  await takes(home, home.anna, ofAnna);
  await endLeftOver(home.helpline);
  const now = (id: number) => stateOf(conversation(home.helpline.db, id)!);
  expect([waiting, real, ofLuna, ofAnna].map(now)).toEqual(["ended", "waiting", "ended", "talking"]);
});
