import { describe, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { doors } from "#src/http/server/doors.ts";
import { isStaffPath } from "#src/http/server/guards.ts";
import { submit } from "#tests/support/hostile/attack.ts";
import { forms } from "#tests/support/hostile/forms.ts";
import { scene } from "#tests/support/hostile/scene.ts";
import { standAttacks } from "#tests/support/hostile/standing.ts";
import { rawIn } from "#tests/support/made/corpus.ts";

describe("hostile inputs", () => {
  test("what was planted is seen where it lives, and only there", () => {
    const page = "<p>&lt;b data-planted&gt;</p><textarea><b data-planted></textarea><input value='<b data-planted>'>";
    expect(rawIn(page)).toEqual([]);
    expect(rawIn(`${page}<b data-planted>`)).toEqual(["<b>"]);
    expect(rawIn("<a href='javascript:x'>\0</a><p>undefined</p>")).toEqual(["<a>", "character 0", ">undefined<"]);
  });

  test("every form of the house is in the table", () => {
    // What a second machine shows is no form (tests/http/public/copies.test.ts).
    const all = doors.filter(({ method, path }) => method === "POST" && path !== "/copies/proof");
    const posts = all.map(({ path }) => path);
    expect(forms.map(({ path }) => path).sort()).toEqual(posts.sort());
  });

  test("somebody else’s client id is only an id of one’s own", async () => {
    const at = await scene("talking");
    const { noor } = at;
    const [taken] = messages(at.line.helpline.db, at.sam);
    const sent = { client_id: taken!.clientId, text: "mine" };
    const body = new URLSearchParams(sent).toString();
    const send = forms.find((form) => form.path === "/send")!;
    await submit(at, send, "/send", { body, type: "application/x-www-form-urlencoded" });
    expect(messages(at.line.helpline.db, noor.id).at(-1)).toMatchObject({ text: "mine", clientId: taken!.clientId });
    expect(messages(at.line.helpline.db, at.sam)).toHaveLength(2);
    for (const path of ["/staff", `/staff/conversation/${noor.id}`]) {
      const page = await at.line.app.request(path, { headers: { Cookie: at.anna } });
      // Knowing the id a chat was started with is enough to come back into it: the staff never get to see one.
      expect(await page.text()).not.toContain(messages(at.line.helpline.db, noor.id)[0]!.clientId);
    }
  });
});

standAttacks(
  "a young person",
  forms.filter(({ path }) => !isStaffPath(path)),
);
