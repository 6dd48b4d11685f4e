import { beforeEach, describe, expect, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { referralsOf } from "#src/conversation/messages/referral.ts";
import { q } from "#src/db/schema.ts";
import { deleteService } from "#src/directory/entry/deleting.ts";
import { service } from "#src/directory/entry/services.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, clientId, field, give, heardSince, htmx, says, staff, youth } from "#tests/support/house/http.ts";
import { besideNoor, names, ticked } from "#tests/support/people/finding.ts";

let at: Awaited<ReturnType<typeof besideNoor>>;

beforeEach(async () => {
  at = await besideNoor();
});

describe("ticking", () => {
  test("what is ticked stays, also where another word does not find it, and stands on the card as they will read it", async () => {
    const { text } = await at.find({ words: "bed", service: at.ids.suicide });
    expect(names(text)).toEqual(["Lifeline", "Night House"]);
    expect(ticked(text)).toEqual([at.ids.suicide]);
    const card = text.split('class="preview-cards"')[1]!;
    expect(card).toContain("0800 32 123");
    expect(card).toContain(`formaction="${at.path}/send"`);
    expect((await at.find()).text).not.toContain('class="preview-cards"');
  });

  test("the card is in the words of the young person’s language", async () => {
    const sam = await youth(at.line, "bonsoir");
    await act(at.line, at.line.anna, (tx) =>
      tx.run(q.updateTable("conversation").set({ language: "fr" }).where("id", "=", sam.id)),
    );
    await give(at.line, sam.id, at.line.anna);
    await at.set(at.ids.suicide, {
      texts: { fr: { name: "Ligne de vie", summary: "", description: "", eligibility: "" } },
    });
    const form = { client_id: clientId(), service: at.ids.suicide };
    const { text } = await at.anna.post(`/staff/conversation/${sam.id}/referrals`, form);
    const card = text.split('class="preview-cards"')[1]!;
    expect(card).toContain("Ligne de vie");
    expect(card).toContain(says("card.free", {}, "fr"));
    expect(names(text)[0]).toBe("Lifeline");
  });

  test("four are too many: it is said, and all of them stay ticked", async () => {
    const fourth = await place(at.line.helpline.db, "Fourth");
    const service = [at.ids.suicide, at.ids.bullying, at.ids.shelter, fourth];
    for (const { text } of [await at.find({ service }), await at.send({ service })]) {
      expect(text).toContain(says("staff.find.too_many", { most: 3 }));
      expect(ticked(text).sort()).toEqual(service.sort());
      expect(text).not.toContain('id="send-cards');
    }
  });
});

test("a chat that ends while a search is still coming leaves none behind", async () => {
  const pieces = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = pieces.writable.getWriter();
  const headers = { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" };
  const sent: RequestInit & { duplex: "half" } = { method: "POST", headers, body: pieces.readable, duplex: "half" };
  const going = at.anna.send(at.path, sent);
  await writer.write(new TextEncoder().encode(`client_id=${clientId()}&words=li`));
  await at.noor.post("/end");
  await writer.write(new TextEncoder().encode("fe"));
  await writer.close();
  expect((await going).status).toBe(200);
  expect(at.line.helpline.searches.kept(at.noor.id, at.line.anna.id)).toBeUndefined();
});

describe("sending", () => {
  test("one message on both sides; the draft stays; how far it went stands under it", async () => {
    await at.anna.post(`/staff/conversation/${at.noor.id}/draft`, { text: "half a thought" });
    const before = at.line.heard.length;
    const { to } = await at.send({ service: [at.ids.suicide, at.ids.shelter] });
    expect(to).toBe(`/staff/conversation/${at.noor.id}`);
    expect(heardSince(at.line, before)).toEqual(["message.written", "referral.noted"]);
    expect(chatDraft(at.line.helpline.db, { conversationId: at.noor.id, staffId: at.line.anna.id })).toBe(
      "half a thought",
    );
    const young = (await at.noor.get("/")).text;
    expect(young).toContain("Lifeline");
    expect(young).toContain("Night House");
    expect(young).not.toMatch(/referrals|went-/);
    const { text } = await at.anna.get(to!);
    for (const one of ["went-1", "went-2"]) expect(text).toContain(`name="to" value="${one}" class="how-far"`);
    await at.noor.post("/end");
    expect((await at.anna.get(to!)).text).toContain(`href="${at.path}#went-2"`);
  });

  test("from the console: a fresh search, which says what was sent; sent twice it is sent once", async () => {
    const form = { client_id: clientId(), service: at.ids.suicide, words: "su" };
    const first = await at.send(form, htmx);
    expect(first.status).toBe(200);
    expect(first.text).toContain(says("staff.find.sent", { names: "Lifeline" }));
    expect(field(first.text, "client_id")).not.toBe(form.client_id);
    expect(ticked(first.text)).toEqual([]);
    await at.send(form, htmx);
    expect(referralsOf(at.line.helpline.db, at.noor.id)).toHaveLength(1);
  });

  test.each(["hidden", "defunct"])("one that is %s cannot be sent, and the others stay ticked", async (why) => {
    if (why === "defunct") await at.set(at.ids.hidden, { visibility: "public", status: "defunct" });
    const id = clientId();
    const form = { client_id: id, service: [at.ids.suicide, at.ids.hidden], words: "life", open: "1" };
    for (const headers of [{}, htmx]) {
      const { status, text } = await at.send(form, headers);
      expect(status).toBe(422);
      expect(text).toContain(says("staff.find.gone", { names: "Suspended Line" }));
      expect(ticked(text)).toEqual([at.ids.suicide]);
      const search = text.slice(text.indexOf('class="find"'));
      expect([field(search, "client_id"), field(search, "words")]).toEqual([id, "life"]);
      expect(names(text)).not.toContain("Suspended Line");
    }
    expect((await at.noor.get("/")).text).not.toContain("Lifeline");
  });

  test("one that is hidden while she looks on is named at the next word already, once", async () => {
    const { text } = await at.find({ service: [at.ids.suicide, at.ids.hidden], words: "life" }, htmx);
    expect(text).toContain(says("staff.find.gone", { names: "Suspended Line" }));
    expect(ticked(text)).toEqual([at.ids.suicide]);
    const after = (await at.find({ service: at.ids.suicide, words: "life" }, htmx)).text;
    expect(after).not.toContain("Suspended Line");
  });

  test("one that is deleted while it is ticked is named, at the next word and where it is sent", async () => {
    const { db } = at.line.helpline;
    await act(at.line, at.line.aino, (tx, emit) => {
      deleteService(tx, emit, { id: at.ids.shelter, basedOn: service(db, at.ids.shelter)!.versionId });
    });
    const form = { service: [at.ids.suicide, at.ids.shelter], words: "life" };
    for (const { text } of [await at.find(form, htmx), await at.send(form, htmx)]) {
      expect(text).toContain(says("staff.find.gone", { names: "Night House" }));
      expect(ticked(text)).toEqual([at.ids.suicide]);
    }
    expect((await at.noor.get("/")).text).not.toContain("Lifeline");
  });

  test("nothing ticked: a sentence", async () => {
    expect((await at.send({ words: "su" })).text).toContain(says("staff.find.none"));
  });

  test("not after the end, and not in a colleague’s chat", async () => {
    const bela = await staff(at.line, at.line.bela);
    expect((await bela.post(`${at.path}/send`, { client_id: clientId(), service: at.ids.suicide })).status).toBe(403);
    await at.noor.post("/end");
    expect((await at.send({ service: at.ids.suicide })).status).toBe(410);
    expect(referralsOf(at.line.helpline.db, at.noor.id)).toEqual([]);
  });
});

describe("how far it went", () => {
  beforeEach(() => at.send({ service: at.ids.suicide }));
  const note = (fields: Record<string, string>, headers = {}) =>
    at.anna.post(`${at.path}/note`, { referral: "1", outcome: "", ...fields }, headers);
  const noted = () => referralsOf(at.line.helpline.db, at.noor.id)[0]!;

  test("noted from the page and from the console, and read under the card", async () => {
    expect((await note({ level: "prepared", outcome: "will_try" })).to).toBe(`${at.path}#went-1`);
    expect(noted()).toMatchObject({ level: "prepared", outcome: "will_try" });
    expect((await at.anna.get(at.path)).text).toContain("Prepared together · Will try it");
    expect((await note({ level: "accompanied", consent: "yes" }, htmx)).status).toBe(204);
    expect(noted()).toMatchObject({ level: "accompanied", consent: true, outcome: null });
  });

  test("accompanied without their yes is refused beside the tick, with all that was chosen", async () => {
    for (const headers of [{}, htmx]) {
      const { status, text } = await note({ level: "accompanied", outcome: "contacted" }, headers);
      expect(status).toBe(422);
      const list = text.slice(text.indexOf('class="went"'));
      expect(list).toContain(says("error.consent"));
      expect(list).toMatch(/value="accompanied" checked/);
      expect(list).toMatch(/name="consent"[^>]* autofocus/);
      expect(text).toMatch(/<details id="all-sent-\d+" open/);
      expect(list).toMatch(/value="contacted" selected/);
    }
    expect(noted().level).toBe("sent");
  });

  test("what no form sends, and what is none of hers", async () => {
    expect((await note({ level: "shown" })).status).toBe(422);
    expect((await note({ level: "prepared", referral: "99" })).status).toBe(404);
    expect((await note({ level: "prepared", referral: "1e0" })).status).toBe(422);
    const bela = await staff(at.line, at.line.bela);
    expect((await bela.post(`${at.path}/note`, { referral: "1", level: "prepared" })).status).toBe(403);
    expect(noted().level).toBe("sent");
  });
});
