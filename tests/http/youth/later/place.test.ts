import { beforeEach, expect, test } from "vitest";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, look, person, says, unescaped, youth } from "#tests/support/house/http.ts";
import { samplePlaces } from "#tests/support/people/other-places.ts";

let line: House;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
});

/** What a person reads of it. */
async function shown(id: string, language = "en"): Promise<string> {
  const { status, text } = await person(line).get(`/other/${id}?l=${language}`);
  expect(status).toBe(200);
  const main = text.split("<main")[1]!.split("</main>")[0]!;
  return unescaped(`<${main}`.replace(/<noscript>.*?<\/noscript>/g, "").replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
}

test("everything that is known: what it is, whom it is for, how to get there, what it costs, where", async () => {
  const ids = await samplePlaces(line.helpline.db);
  const text = await shown(ids.unknown);
  expect(text).toContain("Overkop house");
  expect(text).toContain(`${says("youth.other.who")} Everybody between 12 and 25.`);
  expect(text).toContain(`${says("youth.other.get")} Just come in.`);
  expect(text).toContain(`${says("youth.other.fees")} Nothing. A soup costs one euro.`);
  expect(text).toContain("Visit: Church Street 3, 9000 Ghent");
  expect(text).toContain(`${says("youth.other.access")} A lift, no steps`);
  expect(text).toContain("Most afternoons, ring first");
  // Nobody knows its hours: none are invented.
  expect(text).not.toContain(says("youth.other.hours"));
  expect(await shown(ids.open)).toContain("Volunteers listen. They do not tell anybody.");
});

test("the hours of the week, by the clock of the place, and of each way where they are not the same", async () => {
  const chat = {
    ...plainChannel("chat", "https://chat.example/"),
    calendar: daily(18 * 60, 26 * 60, "America/Chicago"),
  };
  const id = await place(line.helpline.db, "Night chat", {
    calendar: daily(600, 1020),
    channels: [chat, plainChannel("phone", "100"), plainChannel("sms", "200")],
  });
  const text = await shown(id);
  expect(text).toContain(
    "Chat Monday – Sunday 18:00–02:00 These are local times there (Central Time). It’s 12:00 there now, and 19:00 here.",
  );
  expect(text).toContain("Call, Text Monday – Sunday 10:00–17:00 All times are in Central European Time.");
  const shut = {
    kind: "one_off",
    label: "x",
    note: "Day of rest",
    from: "2026-11-26",
    to: "2026-11-26",
    spans: [],
  } as const;
  const one = await place(line.helpline.db, "Day line", {
    calendar: { ...daily(600, 1020), dayRules: [{ ...shut, spans: [] }] },
  });
  expect(await shown(one)).toContain(`${says("youth.how.hours_soon")} Thu 26 Nov closed Day of rest`);
});

test("an address that must not be known is not there, nor how to get in", async () => {
  const where = {
    ...{ address1: "Secret Lane 9", address2: "", city: "Ghent", stateProvince: "", postalCode: "9000", country: "BE" },
    ...{ latitude: 51.05, longitude: 3.72, hideExactAddress: true, accessibility: "Ring twice at number 9" },
  };
  const id = await place(line.helpline.db, "Shelter", { channels: [{ ...plainChannel("visit", ""), place: where }] });
  const { text } = await person(line).get(`/other/${id}`);
  expect(text).toContain("Ghent");
  expect(text).not.toMatch(/Secret|number 9|9000|51\.05|3\.72/);
});

test("what is not for everybody has no page: for counsellors, hidden, gone, unchecked, or never there", async () => {
  const ids = await samplePlaces(line.helpline.db);
  const set = (more: object) =>
    act(line, line.aino, (tx, emit) =>
      changeService(tx, emit, { id: ids.open, entry: { ...service(tx, ids.open)!.entry, ...more } }),
    );
  const gone = async (id: string) => {
    for (const page of [
      await person(line).get(`/other/${id}`),
      await look(person(line), { see: id }),
      await look(person(line), { see: `${id}/0` }),
    ]) {
      expect(page.status).toBe(404);
      expect(page.text).toContain(says("error.not_found"));
      expect(page.text).toContain('href="tel:112"');
    }
  };
  await gone(ids.counsellors);
  await gone("00000000-0000-4000-8000-000000000000");
  await gone("__proto__");
  for (const more of [{ visibility: "hidden" }, { visibility: "public", status: "defunct" }]) {
    await set(more);
    await gone(ids.open);
  }
  await set({ status: "active", verifiedOn: "2020-01-01" });
  await gone(ids.open);
});

test("beside a chat it leads back to it, else to the start; to all places always", async () => {
  const { open: id } = await samplePlaces(line.helpline.db);
  expect(await shown(id, "fr")).toContain(
    `${says("youth.other.back", {}, "fr")} ${says("youth.frame.to_door", {}, "fr")}`,
  );
  await open(line);
  const { text } = await (await youth(line)).get(`/other/${id}`);
  expect(text).toContain(says("youth.frame.back_to_chat"));
});
