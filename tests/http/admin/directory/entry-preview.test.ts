import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { place } from "#tests/support/house/directory.ts";
import type { Person } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { tuesday } from "#tests/support/states/admin/directory.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk(tuesday);
});

describe("the picture beside the form", () => {
  const picture = async (who: Person, id: string, fields: Record<string, string>) =>
    sheetOf(who, await who.post(`/admin/directory/${id}/preview`, { zone: "Europe/Brussels", ...fields }));

  test("is the place as young people will read it, hidden ones and new ones too, and stores nothing", async () => {
    const id = await place(at.line.helpline.db, "Night line", { visibility: "hidden", summary: "Before" });
    const before = stored(at.files, "staff_session");
    expect((await sheet(at.aino, `/admin/directory/${id}/preview`)).words("main")).toContain("Before");
    const shown = await picture(at.aino, id, {
      name: "Day line",
      summary: "After",
      "channel.0.kind": "phone",
      "channel.0.value": "116 111",
    });
    expect(shown.words("h1")).toBe("Day line");
    expect(shown.words("main")).toContain("After");
    expect(shown.words("main")).toContain("116 111");
    const fresh = await picture(at.aino, "new", {
      name: "New one",
      organization: "Hope",
      "text.0.language": "fr",
      "text.0.name": "Nouveau",
      preview_language: "fr",
    });
    expect(fresh.words("h1")).toBe("Nouveau");
    expect(fresh.words("main")).toContain("Hope");
    expect(fresh.answer.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(stored(at.files, "staff_session")).toEqual(before);
  });

  test("opens in the language of whoever looks, where it is offered", async () => {
    const texts = { nl: { name: "Nachtlijn", summary: "", description: "", eligibility: "" } };
    const { db } = at.line.helpline;
    const id = await place(db, "Night line", { texts });
    const looks = async () => (await sheet(at.aino, `/admin/directory/${id}/preview`)).words("h1");
    expect(await looks()).toBe("Night line");
    await db.change("porchlight", (tx) =>
      tx.run(q.updateTable("staff").set({ language: "nl" }).where("id", "=", at.line.aino.id)),
    );
    expect(await looks()).toBe("Nachtlijn");
    const { text } = await at.aino.get(`/admin/directory/${id}`);
    expect(/name="preview_language"><option value="(\w+)"/.exec(text)![1]).toBe("nl");
  });

  test("leaves out what may not stand", async () => {
    const shown = await picture(at.aino, "new", {
      ...{ name: "<b>x</b>", ageFrom: "old", zone: "x", "week.0": "9-10", status: "?", languages: "??" },
      ...{
        "channel.0.kind": "pigeon",
        "channel.0.value": "coo",
        "channel.1.kind": "web",
        "channel.1.value": "javascript:1",
      },
    });
    expect(shown.answer.status).toBe(200);
    expect(shown.words("h1")).toBe("<b>x</b>");
    expect(shown.answer.text).not.toMatch(/pigeon|coo|javascript:1/);
    expect(at.line.reported).toEqual([]);
  });
});
