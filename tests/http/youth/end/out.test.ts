import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { service, storeVersion } from "#src/directory/entry/services.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, look, person, says } from "#tests/support/house/http.ts";
import { samplePlaces } from "#tests/support/people/other-places.ts";

let line: House;
let ids: Awaited<ReturnType<typeof samplePlaces>>;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  ids = await samplePlaces(line.helpline.db);
});

test("it names the site, says what may stay behind, and leads on without a referrer, or back", async () => {
  const page = await look(person(line), { q: "talk", see: `${ids.open}/0` }, "/other?l=en");
  expect([page.status, page.to, page.set]).toEqual([200, null, []]);
  expect(page.text).toContain(">chat.example</p>");
  expect(page.text).toContain(says("youth.out.text"));
  expect(page.text).toContain('href="https://www.chat.example/room" rel="noreferrer noopener" target="_blank"');
  expect(page.text).toMatch(/<form[^>]* action="\/other\?l=en">/);
  expect(page.text).toContain('name="q" value="talk"');
  expect(page.text).toContain(`name="see" value="${ids.open}"`);
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
});

test("WhatsApp leads to another site too", async () => {
  const { text } = await look(person(line), { see: `${ids.closed}/0` });
  expect(text).toContain('href="https://wa.me/32470000000"');
});

test.each([
  "1",
  "2",
  "9",
  "-1",
  "0x0",
  "00000",
  "1e0",
  "",
  "__proto__",
  "length",
  "https://evil.example",
  "0?to=https://evil.example",
])("way %j leads nowhere but where the directory says", async (way) => {
  const { status, text, to } = await look(person(line), { see: `${ids.open}/${way}` });
  expect(to).toBe(null);
  expect(text).not.toMatch(/="https:..evil/);
  expect(status).toBe(404);
});

test("[ASVS 1.2.2, 3.7.2] what is no address of a page cannot be gone to, however it came into the directory", async () => {
  const channels = [plainChannel("web", "javascript:alert(1)"), plainChannel("chat", "//evil.example")];
  await act(line, line.aino, (tx) => {
    const entry = { ...service(tx, ids.open)!.entry, channels: [...channels, plainChannel("phone", "102")] };
    const version_id = storeVersion(tx, { serviceId: ids.open, entry, runId: null });
    tx.run(q.updateTable("service").set({ version_id }).where("id", "=", ids.open));
  });
  for (const way of [0, 1, 2]) expect((await look(person(line), { see: `${ids.open}/${way}` })).status).toBe(404);
  expect((await person(line).get(`/other/${ids.open}`)).text).not.toMatch(/href="(javascript|\/\/evil)/);
});
