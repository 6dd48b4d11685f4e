import { expect, test } from "vitest";
import { setSetting } from "#src/settings/settings.ts";
import { house, open } from "../../support/helpline.ts";
import { act, person, says, youth } from "../../support/http.ts";

test("GET /how shows the rules in every language, with their version and date", async () => {
  const line = await house();
  for (const language of ["en", "fr", "nl"] as const) {
    const { status, text, set } = await person(line).get(`/how?l=${language}`);
    expect(status).toBe(200);
    expect(text).toContain(`<html lang="${language}"`);
    expect(text).toContain(says("youth.frame.to_door", {}, language));
    expect(set).toEqual([]);
  }
});

test("the rules follow what is really set, and a new version is told apart", async () => {
  const line = await house();
  const main = async () => (await person(line).get("/how")).text.split("<main")[1]!;
  expect(await main()).toMatch(/14 days/);
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  await expect.poll(() => line.heard.map((event) => event.type)).toEqual(["setting.changed", "rules.published"]);
  expect(await main()).toMatch(/30 days/);
  expect(await main()).not.toMatch(/14 days/);
});

test("without the master key the rules can be read", async () => {
  const line = await house({ master: null });
  expect((await person(line).get("/how")).status).toBe(200);
});

test("during a chat it leads back to the chat", async () => {
  const line = await house();
  await open(line);
  const { text } = await (await youth(line)).get("/how");
  expect(text).toContain(says("youth.frame.back_to_chat"));
});
