import { expect, test } from "vitest";
import { house, member, password } from "#tests/support/house/helpline.ts";
import { field, type Person, says, staff } from "#tests/support/house/http.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";

test("one person holds it alone: whoever looks reads what to do next, a supervisor finds the page, and admins are asked on every page", async () => {
  const home = await house();
  const [bela, aino] = [await comesOnShift(home, "bela"), await staff(home, home.aino)];
  const keys = async (who: Person) => (await who.get("/admin/keys")).text;
  expect(await keys(aino)).toContain(says("admin.keys.second.nobody"));
  const carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor", "supervisor"]);
  expect(await keys(bela)).toContain(says("admin.keys.second.not_ready"));
  const his = await comesOnShift(home, "carl");
  expect(await keys(aino)).toContain(says("admin.keys.second.ask", { people: "Luna" }));
  expect(await keys(aino)).toContain(says("admin.keys.sheet.ask", { people: "Luna" }));
  expect((await his.get("/staff/debriefs")).text).toContain(`href="/admin/keys"`);
  home.helpline.opened.sweep(() => false);
  expect(await keys(bela)).toContain(says("admin.keys.sheet.open_first"));
  await bela.post("/admin/keys/open", { password });
  expect(await keys(bela)).not.toContain(says("admin.keys.sheet.open_first"));
  // A sheet of which somebody has typed two words: what is left is that one person holds the key alone.
  const { text } = await bela.post("/admin/keys/sheet");
  const words = [...text.matchAll(/<li><code>([a-z]{6})<\/code>/g)].map(([, word]) => word!);
  const [one, two] = [...text.matchAll(/Check word (\d)/g)].map(([, place]) => words[Number(place) - 1]!);
  await bela.post("/admin/keys/prove", { sheet: field(text, "sheet"), "word-0": one!, "word-1": two! });
  const few = says("admin.keys.few", { n: 1 });
  for (const page of ["hours", "staff", "look", "audit"]) {
    expect((await aino.get(`/admin/${page}`)).text, page).toContain(few);
  }
  await bela.post("/admin/keys/give", { staff: String(carl.id) });
  expect((await aino.get("/admin/hours")).text).not.toContain(few);
});
