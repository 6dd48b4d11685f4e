import { expect, test } from "vitest";
import { rehearsalCode } from "#src/queue/line/rehearsal.ts";
import { setSetting } from "#src/settings/settings.ts";
import { house } from "#tests/support/house/helpline.ts";
import { act, person, says } from "#tests/support/house/http.ts";

test("by the link of a rehearsal the door promises nobody, and says whom to call", async () => {
  const line = await house();
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
  const code = rehearsalCode(line.helpline.db, line.helpline.clock.now());
  const { text } = await person(line).get(`/?try=${code}`);
  const now = text.split('id="now"')[1]!.split("<form")[0]!;
  expect(now).toContain("<h1>Rehearsal: maybe nobody will answer. In danger? Call 112.</h1>");
  expect(now).not.toContain(says("youth.door.title"));
  expect(now).not.toContain("pill");
  expect(text).toContain("<form");
});
