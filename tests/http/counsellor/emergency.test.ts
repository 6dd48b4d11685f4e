import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type House, house, open } from "../../support/helpline.ts";
import { give, htmx, type Person, says, staff, youth } from "../../support/http.ts";

let home: House;
let noor: Person & { id: number };
let anna: Person;
let at: string;
beforeEach(async () => {
  home = await house();
  await open(home);
  noor = await youth(home, "I took something");
  await give(home, noor.id, home.anna);
  anna = await staff(home, home.anna);
  at = `/staff/conversation/${noor.id}/emergency`;
});

const emergencyId = () => home.helpline.db.first(q.selectFrom("emergency").select("id"))!.id;

test("[S5] beside the chat stand the steps, the numbers of the helpline, and that no address exists", async () => {
  await home.helpline.db.change("porchlight", (tx, emit) =>
    setSetting(tx, emit, {
      name: "emergency",
      value: [
        { country: "FI", call: "112", sms: "112", app: "", press: "" },
        { country: "GB", call: "999", sms: "", app: "", press: "55" },
      ],
    }),
  );
  const { status, text } = await anna.get(at);
  expect(status).toBe(200);
  for (const step of ["ask", "stay", "colleague", "call", "tell", "write"] as const) {
    expect(text).toContain(says(`staff.emergency.step.${step}`));
  }
  expect(text).toMatch(/Finland: <b>call 112 · text 112<\/b>/);
  expect(text).toMatch(/United Kingdom: <b>call 999<\/b>/);
  expect(text).toContain(says("staff.emergency.address.off"));
});

test("without scripts, one press declares it and leads back; with them it comes by the socket", async () => {
  expect((await anna.post(at)).to).toBe(at);
  const { text } = await anna.get(at);
  expect(text).toContain(`<a href="/staff/emergencies/${emergencyId()}">`);
  expect(text).not.toContain(`id="emergency-${noor.id}-`);
  expect((await anna.post(at, {}, htmx)).status).toBe(204);
});

test("in a rehearsal nobody is in danger: the steps stand there, and nothing is declared", async () => {
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("conversation").set({ rehearsal: 1 }).where("id", "=", noor.id)),
  );
  expect((await anna.get(at)).text).not.toContain(says("staff.emergency.declare"));
  expect((await anna.post(at)).status).toBe(403);
});
