import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { cspHash } from "#src/crypto/hash.ts";
import { translate } from "#src/i18n/i18n.ts";
import { definitions, type Settings } from "#src/settings/definitions.ts";
import { failures } from "#src/settings/look/pairs.ts";
import { schemes, staffThemeCss, themeCss, themes, type Variable, variables } from "#src/settings/look/themes.ts";
import { setSettings, settings, store } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, person, says, staff, youth } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { usualLogo } from "#tests/support/made/pngs.ts";
import { anyTheme } from "#tests/support/made/random-themes.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const form = "form#settings";
const t = translate("en");
const look = () => sheet(at.aino, "/admin/look");
const set = () => settings(at.line.helpline.db);
const save = (page: Sheet) => page.press("save", form);
const png = (bytes: Uint8Array, name = "logo.png") => new File([bytes as Uint8Array<ArrayBuffer>], name);
/** The door, without the number that every page of it has for itself. */
const door = async () => (await person(at.line).get("/")).text.replace(/(name="client_id" value=")\w+/, "$1");

/** Own colours as the form sends them. */
const colours = (light: Partial<Settings["colours"]["light"]> = {}) =>
  Object.fromEntries(Object.entries(light).map(([name, value]) => [`light.${name}`, value]));

describe("what is chosen", () => {
  test("stands on young people’s pages at once, on the staff’s too, and its undo brings back exactly what was there", async () => {
    await open(at.line);
    const before = [await door(), set()];
    const saved = await save(
      (await look()).fill({ theme: "sea", face: "house", faceColour: "mint", logo: png(usualLogo) }),
    );
    expect(saved.words("#saved")).toContain(says("admin.form.saved"));
    const { logo } = set();
    expect(set()).toMatchObject({ theme: "sea", face: "house", faceColour: "mint" });
    const now = await door();
    expect(now).toContain(`<style>${themeCss(themes.sea)}`);
    expect(now).toContain(`<img src="data:image/png;base64,${logo!.png}" alt="" width="120" height="32"/>`);
    expect(now).toContain('fill="#8fdcc0"');
    expect(saved.answer.text).toContain(`<style>${staffThemeCss(themes.sea)}</style>`);
    expect(saved.words("#history")).toContain(
      "Colour theme: Night violet → Sea; Face: Bubble → House; Face colour: Same as the lamp → Mint; 1 more",
    );
    const undone = await saved.press("", "form#undo");
    expect(undone.words("#history")).toContain("Sea → Night violet");
    expect([await door(), set()]).toEqual(before);
    expect(stored(at.files).setting!.filter((row) => /theme|face|logo/.test(JSON.stringify(row)))).toEqual([]);
  });

  test("the two frames without scripts have the colours too, and each policy names exactly what its page holds", async () => {
    await open(at.line);
    await save((await look()).fill({ theme: "forest" }));
    const noor = await youth(at.line);
    for (const path of ["/", "/how", "/box", "/nothing"]) {
      const { text, headers } = await noor.get(path);
      expect(text).toContain(`<style>${themeCss(themes.forest)}`);
      const sheets = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => `'${cspHash(css!)}'`);
      // Beside a chat other pages are shown, each with its sheet.
      const { endCss, laterCss, youthCss } = at.line.helpline.assets;
      if (path === "/")
        sheets.push(...[laterCss, endCss, themeCss(themes.forest) + youthCss].map((css) => `'${cspHash(css)}'`));
      const [, named = ""] = /style-src ([^;]*)/.exec(headers.get("content-security-policy")!)!;
      expect(named.split(" ").sort()).toEqual(sheets.sort());
    }
  });

  test("own colours that can be read are saved, and used", async () => {
    await save((await look()).fill({ theme: "own", ...colours({ accent: "#7a1f5c", mine: "#7a1f5c" }) }));
    expect(set().colours.light.accent).toBe("#7a1f5c");
    expect(await door()).toContain("--accent:#7a1f5c");
    expect((await look()).answer.text).toContain("--accent:#7a1f5c");
  });

  test("what is too close to be read is refused with the pair beside its field, in numbers, and everything typed stays", async () => {
    const before = stored(at.files);
    const typed = { theme: "own", face: "cloud", ...colours({ soft: "#8a8394", mine: "#ddddff", glow: "#40305a" }) };
    const refused = await save((await look()).fill({ ...typed, logo: png(usualLogo) }));
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("light.soft").wrong).toMatch(
      /^Light: “Secondary text and borders” on “.*” has a contrast of 2\.\d and needs 4\.5\./,
    );
    expect(refused.beside("light.mine").wrong).toMatch(
      /“White text” on “Young person’s bubble” has a contrast of 1\.3 and needs 4\.5/,
    );
    expect(refused.beside("light.glow").wrong).toMatch(
      /“Face outline” on “Lamp and face” has a contrast of 1\.\d and needs 3/,
    );
    for (const field of ["light-soft", "light-mine", "light-glow"])
      expect(refused.answer.text).toContain(`href="#${field}"`);
    for (const [name, value] of Object.entries(typed)) expect(new Map(refused.fields(form)).get(name)).toBe(value);
    expect(stored(at.files)).toEqual(before);
    // The logo was drawn and waits in the form: it need not be chosen again.
    const saved = await save(refused.fill(colours({ soft: "#645c76", mine: "#4b3bb3", glow: "#ffb84d" })));
    expect(saved.answer.status).toBe(200);
    expect(set()).toMatchObject({ theme: "own", face: "cloud", logo: { width: 240, height: 64 } });
  });

  test("random themes at the door: each is saved where all of it can be read, else refused with its worst pair beside the field", async () => {
    const seen = { saved: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(anyTheme, async (theme) => {
        const before = set();
        const typed = Object.fromEntries(
          schemes.flatMap((scheme) => variables.map((name) => [`${scheme}.${name}`, theme[scheme][name]])),
        );
        const page = await save((await look()).fill({ theme: "own", ...typed }));
        const [worst] = failures(theme);
        seen[worst ? "refused" : "saved"] += 1;
        if (!worst) {
          expect(set()).toMatchObject({ theme: "own", colours: theme });
          return;
        }
        expect(page.answer.status).toBe(422);
        expect(set()).toEqual(before);
        const beside = [worst.foreground, worst.background]
          .filter((name) => (variables as readonly string[]).includes(name))
          .map((name) => page.beside(`${worst.scheme}.${name}`).wrong);
        const names = [worst.foreground, worst.background].map((one) => t(`admin.look.colour.${one as Variable}`));
        expect(beside.some((wrong) => names.every((name) => wrong.includes(name)))).toBe(true);
      }),
      { numRuns: 24 },
    );
    expect(seen.refused).toBeGreaterThan(0);
  });

  test("a ratio just below is never told as enough", async () => {
    const refused = await save((await look()).fill({ theme: "own", ...colours({ ok: "#777777" }) }));
    expect(refused.beside("light.ok").wrong).toContain("has a contrast of 4.4 and needs 4.5");
  });

  test("own colours begin as those of a ready theme, without scripts", async () => {
    const started = await (await look()).press("start paper", form);
    expect(new Map(started.fields(form)).get("theme")).toBe("own");
    expect(new Map(started.fields(form)).get("dark.accent")).toBe(themes.paper.dark.accent);
    expect(set().theme).toBe("violet");
    await save(started);
    expect(set()).toMatchObject({ theme: "own", colours: themes.paper });
  });

  test("what is no colour is refused beside its field, and nothing of it ever stands in a page’s styles", async () => {
    for (const hostile of [
      "red",
      "#fff",
      "#ffffff;}body{background:url(//x.example/)",
      "</style><script>alert(1)</script>",
    ]) {
      const refused = await save((await look()).fill({ theme: "own", ...colours({ ink: hostile }) }));
      expect(refused.answer.status).toBe(422);
      expect(refused.beside("light.ink").wrong).toContain("is no colour");
      expect([...refused.answer.text.matchAll(/<style>(.*?)<\/style>/gs)].join()).not.toMatch(/x\.example|script/);
    }
    expect(set().theme).toBe("violet");
  });

  test("what was stored by another hand and may not stand is not used", async () => {
    await at.line.helpline.db.change("porchlight", (tx) => {
      store(tx, { theme: "own", colours: { ...themes.sea, light: { ...themes.sea.light, ink: "#ffffff" } } });
      store(tx, { logo: { png: 'iVBORw0KGgo" onload="x', width: 10, height: 10 }, face: "skull" });
    });
    expect(set()).toMatchObject({ colours: definitions.colours.value, logo: null, face: "bubble" });
    expect(await door()).toContain(themeCss(themes.violet));
    const unread = { ...themes.sea, dark: { ...themes.sea.dark, soft: "#1c2f3e" } };
    const setUnread = act(at.line, at.line.aino, (tx, emit) =>
      setSettings(tx, emit, { subject: "look", values: { colours: unread } }),
    );
    await expect(setUnread).rejects.toThrow(RangeError);
  });
});

test("of two admins at once the second sees what changed meanwhile and loses nothing", async () => {
  const sven = await at.sven();
  const [mine, theirs] = [await look(), await sheet(sven, "/admin/look")];
  await theirs.fill({ theme: "forest" }).press("save", form);
  const told = await save(mine.fill({ theme: "paper", face: "drop", logo: png(usualLogo) }));
  expect(told.answer.status).toBe(409);
  expect(told.words(".summary")).toMatch(/Ash.*Night violet → Forest/);
  expect(set().theme).toBe("forest");
  expect(Object.fromEntries(told.fields(form))).toMatchObject({ theme: "paper", face: "drop" });
  await save(told);
  expect(set()).toMatchObject({ theme: "paper", face: "drop", logo: { width: 240 } });
});

test("an undo that comes after a colleague’s change undoes nothing and says so", async () => {
  const mine = await save((await look()).fill({ theme: "sea" }));
  await (await sheet(await at.sven(), "/admin/look")).fill({ theme: "forest" }).press("save", form);
  const late = await mine.press("", "form#undo");
  expect(set().theme).toBe("forest");
  expect(late.words("main")).toContain(says("admin.history.not_undone"));
  expect(late.words("#history")).toMatch(/Sea → Forest/);
});

describe("the preview", () => {
  const preview = async (changes: Record<string, string>) => {
    const fields = Object.fromEntries((await look()).fill(changes).fields(form));
    return at.aino.post("/admin/look/preview", fields);
  };

  test("is the young person’s own page in the colours of the form; nothing is stored and nothing in it can be done", async () => {
    const before = stored(at.files);
    const { text, headers, status } = await preview({ theme: "sea", face: "cloud", faceColour: "rose" });
    expect(status).toBe(200);
    expect(text).toContain(`<style>${themeCss(themes.sea)}`);
    expect(text).toContain('fill="#f7a9cf"');
    expect(text).toContain(says("youth.door.title"));
    expect(stored(at.files)).toEqual(before);
    const policy = headers.get("content-security-policy")!;
    expect(policy).toMatch(/form-action 'none'; frame-ancestors 'self'/);
    expect(policy).not.toContain("script-src");
    expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(text).not.toContain("<script");
  });

  test("by day and by night, at the door and in a chat, whatever the screen prefers", async () => {
    const night = await preview({ theme: "paper", preview_scheme: "dark", preview_page: "chat" });
    expect(night.text).toContain(`<style>${themeCss(themes.paper, "dark")}`);
    expect(night.text).not.toContain(themes.paper.light.bg);
    expect(night.text).toContain('class="m me"');
    expect(night.text).not.toMatch(/<noscript|<iframe/);
    expect((await preview({ preview_scheme: "light" })).text).toContain(themeCss(themes.violet, "light"));
  });

  test("shows what is saved while the colours cannot be read", async () => {
    const { text } = await preview({ theme: "own", ...colours({ ink: "#fefefe" }) });
    expect(text).toContain(`<style>${themeCss(themes.violet)}`);
  });
});

test("only for an admin", async () => {
  for (const who of [at.line.anna, at.line.bela]) {
    const one = await staff(at.line, who);
    for (const path of ["/admin/look", "/admin/look/preview"]) {
      expect((await one.get(path)).status).toBe(403);
      expect((await one.post(path, { theme: "sea" })).status).toBe(403);
    }
  }
  expect((await person(at.line).get("/admin/look")).to).toBe("/staff/sign-in");
  expect(set().theme).toBe("violet");
});
