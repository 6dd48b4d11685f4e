import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { type Publisher, publisher } from "#tests/support/made/publisher.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

const path = "/admin/directory/sharing";
const feedForm = 'form[action$="#subscribe"]';

let there: Publisher;
let home: House;
let aino: Person;

beforeEach(async () => {
  there = await publisher();
  home = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  aino = await staff(home, home.aino);
});
afterEach(() => there.close());

const sharing = (): Promise<Sheet> => sheet(aino, path);

describe("our own directory", () => {
  test("is published by one press, and not any more by another", async () => {
    await place(home.helpline.db, "Night phone");
    await place(home.helpline.db, "For us", { visibility: "counsellors" });
    const before = await sharing();
    expect(before.words("#publish")).toContain(says("admin.sharing.publish_off"));
    expect(before.words("#publish")).toContain(says("admin.sharing.publish_count", { services: 1, organizations: 1 }));
    expect((await person(home).get("/hsds/services")).status).toBe(404);
    const after = await before.press("yes", "section#publish form");
    expect(after.words("#publish")).toContain(says("admin.sharing.publish_on"));
    expect(after.answer.text).toContain('value="http://localhost:8080/hsds"');
    expect((await person(home).get("/hsds/services")).text).toContain("Night phone");
    await after.press("no", "section#publish form");
    expect((await person(home).get("/hsds/services")).status).toBe(404);
  });
});

test("a supervisor keeps the directory but does not share it", async () => {
  const bela = await staff(home, home.bela);
  expect((await bela.get(path)).status).toBe(403);
  expect((await bela.post(path, { publish: "yes" })).status).toBe(403);
});

test("a server that may not ask anybody says so", async () => {
  const shut = await house();
  const page = await sheet(await staff(shut, shut.aino), path);
  expect(page.words()).toContain(says("admin.sharing.asks_nobody"));
  const looked = await page.fill({ address: "https://lamp.example/hsds" }).press("look", feedForm);
  expect(looked.beside("address").wrong).toBe(says("admin.sharing.problem.off"));
});

test("turning it on and off stands in the settings’ trail", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
  expect(home.heard.filter(({ type }) => type === "settings.changed")).toMatchObject([{ subject: "sharing" }]);
});
