import { expect, test } from "vitest";
import { house, open } from "../../support/helpline.ts";
import { person, says, youth } from "../../support/http.ts";

test("GET /help is there for everybody, open or not, and changes nothing", async () => {
  const line = await house();
  const { status, text, set } = await person(line).get("/help?l=fr");
  expect(status).toBe(200);
  expect(text).toContain('<html lang="fr"');
  expect(text).toContain('href="tel:112"');
  expect(text).toContain('href="/?l=fr"');
  expect(set).toEqual([]);
  expect(line.heard).toEqual([]);
});

test("during a chat it shows the way back to it, in the language of the chat and without its words", async () => {
  const line = await house();
  await open(line);
  const noor = await youth(line, "the secret words");
  const { text } = await noor.get("/help");
  expect(text).toContain(says("youth.frame.back_to_chat"));
  expect(text).not.toContain("secret");
});
