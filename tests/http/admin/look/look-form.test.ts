import { beforeEach, describe, expect, test } from "vitest";
import { rates } from "#src/http/limits/limits.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { person, says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { sentence } from "#tests/support/made/corpus.ts";
import { leave } from "#tests/support/made/own-texts.ts";
import { drawn, end, file, header, noise, part, readLogo, usualLogo } from "#tests/support/made/pngs.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const look = () => sheet(at.aino, "/admin/look");
const set = () => settings(at.line.helpline.db);
const save = (page: Sheet) => page.press("save", "form#settings");
const png = (bytes: Uint8Array, name = "logo.png") => new File([bytes as Uint8Array<ArrayBuffer>], name);
const jpegStart = Buffer.from("ffd8ffe0", "hex");
const door = async () => (await person(at.line).get("/")).text;

describe("the logo", () => {
  test.each<[string, File, Parameters<typeof says>[0]]>([
    [
      "an SVG",
      png(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "x.svg"),
      "admin.look.logo.not_png",
    ],
    [
      "a page that is a PNG too",
      png(Buffer.concat([usualLogo, Buffer.from("<script>alert(1)</script>")])),
      "admin.look.logo.trailing",
    ],
    [
      "30,000 × 30,000 pixels",
      png(file(header(30_000, 30_000), part("IDAT", "x"), end)),
      "admin.look.logo.too_many_pixels",
    ],
    ["one that is cut off", png(usualLogo.subarray(0, 700)), "admin.look.logo.broken"],
    ["an empty file", png(Buffer.alloc(0)), "admin.look.logo.empty"],
    ["a photo of 5 MB", png(Buffer.alloc(5_000_000, 7), "photo.jpg"), "admin.look.logo.too_big_file"],
    ["a moving one", png(file(header(2, 2), part("acTL", Buffer.alloc(8)), end)), "admin.look.logo.animated"],
  ])("%s is refused with a sentence beside the field, and nothing is written", async (_, logo, sentence) => {
    await save((await look()).fill({ logo: png(usualLogo) }));
    const before = stored(at.files);
    const refused = await save((await look()).fill({ theme: "paper", logo }));
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("logo").wrong).toBe(says(sentence));
    expect(refused.words(".summary")).toContain(says(sentence));
    expect(stored(at.files)).toEqual(before);
    // What else was chosen is still chosen, and the logo that was there too.
    await save(refused);
    expect(set()).toMatchObject({ theme: "paper", logo: { width: 240, height: 64 } });
  });

  test("can be taken away again, and the lamp is back", async () => {
    await save((await look()).fill({ logo: png(usualLogo) }));
    expect(await door()).not.toContain('class="lamp"');
    await save((await look()).fill({ logo_remove: "1" }));
    expect(set().logo).toBe(null);
    expect(await door()).toContain('class="lamp"');
  });

  test("a form that says it has a logo is believed in nothing: what it sends is drawn anew, or refused", async () => {
    const own = drawn({
      width: 20,
      height: 10,
      before: [part("tEXt", "Comment\0a secret place")],
      draw: () => [9, 9, 9, 255],
    });
    await save((await look()).fill({ logo_kept: own.toString("base64") }));
    const expected = readLogo(own);
    expect(set().logo?.png).toBe("png" in expected ? Buffer.from(expected.png).toString("base64") : "");
    for (const hostile of ["<svg/>", "iVBORw0KGgo=", Buffer.from("<script>").toString("base64"), "A".repeat(200_000)]) {
      const refused = await save((await look()).fill({ logo_kept: hostile }));
      expect(refused.answer.status).toBe(422);
    }
  });

  test("many in a short time are refused with a sentence, whoever else may still choose one; a minute later it is read", async () => {
    const page = await look();
    const few = rates.logo.burst;
    for (let n = 0; n < few; n++) await save(page.fill({ logo: png(jpegStart) }));
    const refused = await save(page.fill({ logo: png(usualLogo) }));
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("logo").wrong).toBe(says("admin.look.logo.too_fast"));
    expect(set().logo).toBe(null);
    const sven = await sheet(await at.sven(), "/admin/look");
    await save(sven.fill({ logo: png(usualLogo) }));
    expect(set().logo).toMatchObject({ width: 240 });
    at.clock.pass(60_000);
    await save((await look()).fill({ logo: png(noise(100, 40)) }));
    expect(set().logo).not.toMatchObject({ width: 240 });
  });

  test("one that waits in the form is drawn once, however often the form comes back with it", async () => {
    const waiting = await save((await look()).fill({ theme: "x", logo: png(noise(90, 33)) }));
    expect(waiting.answer.status).toBe(422);
    const fields: Record<string, string> = {
      ...Object.fromEntries(waiting.fields("form#settings")),
      theme: "paper",
    };
    const kept = fields.logo_kept!;
    for (let n = 0; n < 2 * rates.logo.burst; n++) {
      expect((await at.aino.post("/admin/look/preview", fields)).text).toContain(kept);
    }
    await at.aino.post("/admin/look", fields);
    expect(set().logo?.png).toBe(kept);
  });

  test("saving again without choosing a file changes nothing, however the logo was packed", async () => {
    for (const bytes of [usualLogo, noise(200, 60), drawn({ width: 3, height: 3, draw: (x) => [x * 90, 0, 0, 200] })]) {
      await save((await look()).fill({ logo: png(bytes) }));
      const [before, changes] = [set(), settingsHistory.latest(at.line.helpline.db, "look").length];
      const again = await save(await look());
      expect(again.words("#saved")).toContain(says("admin.form.saved_same"));
      expect([set(), settingsHistory.latest(at.line.helpline.db, "look").length]).toEqual([before, changes]);
    }
  });

  test("that leaves no room beside long texts of one’s own is refused, and one that makes it no worse is not", async () => {
    let state = 7;
    const words = Array.from({ length: 4_800 }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return String.fromCharCode(0x3b1 + ((state >> 16) % 24));
    }).join("");
    const long = (text: string) => leave(at.line, [{ language: "nl", key: "youth.door.free", text, standard: "" }]);
    await long(words);
    const before = stored(at.files);
    const refused = await save((await look()).fill({ theme: "sea", logo: png(noise(240, 64)) }));
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toMatch(/would be 1\d,\d{3} bytes, and only 10,240/);
    expect(stored(at.files)).toEqual(before);
    await long("Gratis");
    await save(refused);
    expect(set()).toMatchObject({ theme: "sea", logo: { height: expect.any(Number) } });
    await long(words);
    await save((await look()).fill({ logo_remove: "1" }));
    expect(set().logo).toBe(null);
    // Nor does it come back by an undo.
    const change = String(settingsHistory.latest(at.line.helpline.db, "look")[0]!.id);
    const undone = await at.aino.post("/admin/settings/look/undo", { change, based_on: change });
    expect([undone.status, sentence(undone.text)]).toEqual([422, expect.stringContaining("10,240")]);
    expect(set().logo).toBe(null);
  });
});
