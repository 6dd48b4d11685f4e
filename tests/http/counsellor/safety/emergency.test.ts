import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { translate } from "#src/i18n/i18n.ts";
import { topics } from "#src/live/topics.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, htmx, type Person, says, staff, youth } from "#tests/support/house/http.ts";

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
  await act(home, home.bela, (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.bela.id, availability: "available" }),
  );
  const { status, text } = await anna.get(at);
  expect(status).toBe(200);
  for (const step of ["ask", "stay", "colleague", "call", "tell", "write"] as const) {
    expect(text).toContain(says(`staff.emergency.step.${step}`));
  }
  expect(text).toContain('Finland: <a href="tel:112">call 112</a> · text 112');
  expect(text).toContain('United Kingdom: <a href="tel:999">call 999</a>');
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
    tx.run(q.updateTable("conversation").set({ kind: "rehearsal" }).where("id", "=", noor.id)),
  );
  expect((await anna.get(at)).text).not.toContain(says("staff.emergency.declare"));
  expect((await anna.post(at)).status).toBe(403);
});

test("once they are asked where they are it says when, also after they have written: then it can be asked again", async () => {
  const where = `/staff/conversation/${noor.id}/where`;
  const button = (words: "ask" | "ask_again") =>
    `id="ask-where-${noor.id}">${says(`staff.emergency.${words}`)}</button>`;
  const asked = () => {
    const at = home.helpline.db.all(q.selectFrom("message").select("at").where("author", "=", "notice")).at(-1)!.at;
    return { time: translate("en").time(at, "Europe/Brussels") };
  };
  expect((await anna.get(at)).text).toContain(button("ask"));
  await anna.post(where);
  const first = (await anna.get(at)).text;
  expect(first).toContain(`<p>${says("staff.emergency.asked", asked())}</p>`);
  expect(first).not.toContain(`id="ask-where-${noor.id}"`);
  await noor.post("/where", { value: "keep", client_id: clientId() });
  const answered = (await anna.get(at)).text;
  expect(answered).toContain(`<b dir="auto">${says("youth.where.kept_words")}</b>`);
  expect(answered).toContain(button("ask_again"));
  expect(answered).not.toContain(button("ask"));
  await anna.post(where);
  expect((await anna.get(at)).text).toContain(`<p>${says("staff.emergency.asked", asked())}</p>`);
  await noor.post("/send", { text: "why do you ask?", client_id: clientId() });
  const other = (await anna.get(at)).text;
  expect(other).toContain(`<p>${says("staff.emergency.asked_before", asked())}</p>`);
  expect(other).toContain(button("ask_again"));
});

test("the place that they name stands beside the steps, at once and in the place of asking again, also after another word", async () => {
  await anna.post(`/staff/conversation/${noor.id}/where`);
  await noor.post("/send", { text: "wait", client_id: clientId() });
  let heard = "";
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => (heard += html) });
  await noor.post("/where", { place: "Kerkstraat 14, Gent", client_id: clientId() });
  const [piece = ""] =
    new RegExp(`<hx-partial hx-target="#asked-where-${noor.id}".*?</hx-partial>`, "s").exec(heard) ?? [];
  const page = (await anna.get(at)).text;
  for (const html of [piece, page.slice(page.indexOf(`id="asked-where-${noor.id}"`))]) {
    expect(html).toMatch(/They answered, \d\d:\d\d: *<b dir="auto">I’m here: Kerkstraat 14, Gent<\/b>/);
    expect(html).not.toContain(says("staff.emergency.ask_again"));
  }
});

test("the steps promise nobody on call who cannot be told", async () => {
  expect((await anna.get(at)).text).toContain(says("staff.emergency.no_on_call"));
  await home.helpline.db.change("porchlight", (tx, emit) => setHook(tx, emit, { address: "https://told.example/x" }));
  expect((await anna.get(at)).text).toContain(says("staff.emergency.on_call"));
});

test("what changes of the steps comes to whoever sits there, and not all of them: each piece under 2 KB", async () => {
  let heard = "";
  const send = (html: string) => {
    heard += html;
  };
  home.helpline.hub.join(topics.staff(home.anna.id), { send });
  const piece = (id: string) => {
    const [found = ""] = new RegExp(`<hx-partial hx-target="#${id}-${noor.id}".*?</hx-partial>`, "s").exec(heard) ?? [];
    expect(found, id).not.toBe("");
    expect(Buffer.byteLength(found)).toBeLessThan(2_048);
    heard = "";
    return found;
  };
  await anna.post(`/staff/conversation/${noor.id}/where`, {}, htmx);
  expect(heard).not.toContain(says("staff.emergency.step.tell"));
  expect(piece("asked-where")).toContain("The answer will come in the chat.");
  await noor.post("/where", { value: "keep", client_id: clientId() });
  expect(piece("asked-where")).toContain(says("staff.emergency.ask_again"));
  await anna.post(at, {}, htmx);
  expect(heard).not.toContain(says("staff.emergency.step.tell"));
  expect(piece("declared")).toContain(`/staff/emergencies/${emergencyId()}`);
});

test("after the end whoever had it is led to the record until it says what came of it", async () => {
  await anna.post(at);
  await anna.post(`/staff/conversation/${noor.id}/end`);
  const record = `/staff/emergencies/${emergencyId()}`;
  const said = says("staff.emergency.to_write");
  expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(said);
  await anna.post(record, { outcome: "no_danger" });
  expect((await anna.get(`/staff/conversation/${noor.id}`)).text).not.toContain(said);
});
