import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { openHouse } from "#src/demo/past/house.ts";
import { inLine } from "#src/queue/claim.ts";
import { type EmergencyCountry, shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, says } from "#tests/support/house/http.ts";

// Whom to call, by country and by kind (SG4).

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
});

const shipped = (...codes: string[]) => codes.map((code) => shippedEmergency.find(({ country }) => country === code)!);
const sets = (value: EmergencyCountry[]) =>
  act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));

/** Somebody in danger who says what is happening. */
async function inDanger(kind: string, language = "en"): Promise<Person> {
  const who = person(home);
  await who.post("/start", { client_id: clientId(), rules: "1", l: language, danger: "yes" });
  clock.pass(1_000);
  await who.post(`/danger?say=${kind}`, { sent: "1" });
  return who;
}
const page = async (who: Person) => (await who.get("/")).text;
/** What stands there to be tapped, before the ways without a voice. */
const numbers = (html: string) => {
  const [large = ""] = (/<div id="call".*?<div id="in-danger"/s.exec(html)?.[0] ?? "").split("<details");
  return [...large.matchAll(/<a[^>]*href="tel:([\d+]+)">([^<]*)</g)].map(([, to, text]) => [to, text]);
};
/** The one line in the frame without scripts. */
async function status(who: Person) {
  const reader = (await who.send("/log")).body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  return /<p class="status">([^<]*)</.exec(text)![1]!;
}

describe("“Someone may hurt me”", () => {
  test("Belgium beside all of Europe, as an admin leaves it: the police of Belgium by name, with and without scripts", async () => {
    await sets(shipped("EU", "BE"));
    const noor = await inDanger("hurt_by");
    const html = await page(noor);
    expect(html).toContain("Call the police if you can: Belgium 101. Or call 112. Keep this page open.");
    expect(numbers(html)).toEqual([
      ["101", "Belgium: Police 101"],
      ["112", "Call 112"],
    ]);
    expect(await status(noor)).toContain("Belgium 101");
    // Without a voice: the line of the country has its number too.
    expect(html).toContain(
      'Belgium: <a href="tel:112">Call 112</a>. If someone is hurting you: <a href="tel:101">police, 101</a>.',
    );
  });

  test("several countries with police of their own: each by its name, in their language, that of the line first", async () => {
    await sets(shipped("FR", "NL", "BE"));
    await home.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("line").set({ country: "BE" })));
    const noor = await inDanger("hurt_by", "nl");
    expect(numbers(await page(noor))).toEqual([
      ["101", "België: Politie 101"],
      ["17", "Frankrijk: Politie 17"],
      ["112", "Bel 112"],
    ]);
    expect(await status(noor)).toContain("België 101, Frankrijk 17");
  });

  test("one country: its number needs no name", async () => {
    await sets(shipped("BE"));
    const noor = await inDanger("hurt_by");
    expect(await page(noor)).toContain("Call 101 (police) or 112 if you can. Keep this page open.");
    expect(numbers(await page(noor))[0]).toEqual(["101", "Police 101"]);
    expect(await status(noor)).toContain("101 (police)");
  });

  test("a country without: the number that is called, and no police", async () => {
    await sets(shipped("EU", "NL"));
    const noor = await inDanger("hurt_by");
    expect(numbers(await page(noor))).toEqual([["112", "Call 112"]]);
    expect(await page(noor)).toContain("Call 112 if you can.");
  });

  test("it stays when somebody comes", async () => {
    await sets(shipped("EU", "BE"));
    const noor = await inDanger("hurt_by");
    await give(home, inLine(home.helpline.db)[0]!.id, home.anna);
    expect(numbers(await page(noor))[0]).toEqual(["101", "Belgium: Police 101"]);
  });
});

test("whoever took something reads of no police, whatever is set", async () => {
  await sets(shipped("EU", "BE"));
  const noor = await inDanger("hurt_self");
  expect(numbers(await page(noor))).toEqual([["112", "Call 112"]]);
});

test("the number to call is that of the country of the line, also in what they say", async () => {
  await sets(shipped("EU", "GB"));
  await home.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("line").set({ country: "GB" })));
  const noor = await inDanger("hurt_self");
  expect(await page(noor)).toContain("Call 999 now, even if you feel okay.");
  expect(await page(noor)).toContain("I called 999");
  clock.pass(1_000);
  await noor.post("/danger?say=called_too", { sent: "1" });
  expect(await page(noor)).toContain(`<p dir="auto">${says("youth.danger.called_too", { number: "999" })}</p>`);
});

test("a number with spaces can be tapped", async () => {
  await sets([{ ...shipped("BE")[0]!, police: "101 10" }]);
  expect(numbers(await page(await inDanger("hurt_by")))[0]).toEqual(["10110", "Police 101 10"]);
});

test("the demo has Belgium set, as a helpline there would", async () => {
  await act(home, home.aino, (tx, emit) => openHouse(tx, emit, 5));
  expect(await page(await inDanger("hurt_by"))).toContain("Call 101 (police) or 112 if you can.");
});
