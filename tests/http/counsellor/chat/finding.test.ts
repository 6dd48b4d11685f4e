import { beforeEach, describe, expect, test } from "vitest";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { report } from "#src/directory/care/reports.ts";
import { changeLine, lineValues } from "#src/hours/lines.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, clientId, htmx, says } from "#tests/support/house/http.ts";
import { besideNoor, names, row, ticked } from "#tests/support/people/finding.ts";

let at: Awaited<ReturnType<typeof besideNoor>>;

beforeEach(async () => {
  at = await besideNoor();
});

const chose = (chosen: Partial<Answers>) =>
  act(at.line, at.line.anna, (tx) => keepChosen(tx, at.noor.id, { ...noAnswers, ...chosen }));

describe("looking", () => {
  test("the page has the chat, the search, and who is there now in the language of the chat first", async () => {
    const { status, text } = await at.anna.get(at.path);
    expect(status).toBe(200);
    expect(text).toContain("i do not want to live");
    expect(text).toContain('data-tab="referrals"');
    expect(names(text)).toEqual(["Lifeline", "Stop Bullying", "Praatlijn", "Night House"]);
    expect(text).not.toContain("Suspended Line");
  });

  test("words, one filter after the other, and none of them", async () => {
    expect(names((await at.find({ words: "suic", prefer: "1" })).text)).toEqual(["Lifeline", "Praatlijn"]);
    expect(names((await at.find({ words: "suicide", free: "1" })).text)).toEqual(["Lifeline"]);
    expect(names((await at.find({ anonymous: "1" })).text)).toEqual(["Lifeline"]);
    expect(names((await at.find({ channel: "visit" })).text)).toEqual(["Night House"]);
    expect(names((await at.find({ open: "1" })).text)).not.toContain("Stop Bullying");
    expect(names((await at.find({ words: "xyzzy" })).text)).toEqual([]);
  });

  test("the language of the chat is on by itself, leaves nothing out, and can be taken off", async () => {
    expect((await at.anna.get(at.path)).text).toMatch(/name="prefer" value="1" checked/);
    expect(names((await at.find({ words: "suicid", prefer: "1" })).text)).toEqual(["Lifeline", "Praatlijn"]);
    await at.set(at.ids.dutch, { weight: 5 });
    expect(names((await at.find({ topics: "", prefer: "1" })).text)[0]).toBe("Lifeline");
  });

  test("the age they chose is a filter that is on, and can be taken off; without one there is none", async () => {
    expect((await at.anna.get(at.path)).text).not.toContain('name="age"');
    await chose({ urgent: null, topics: [], age: "18-25", region: null, channel: null });
    const { text } = await at.anna.get(at.path);
    expect(text).toMatch(/name="age" value="1" checked/);
    expect(text).toContain("18–25");
    expect(names(text)).not.toContain("Stop Bullying");
    const all = (await at.find()).text;
    expect(names(all)).toContain("Stop Bullying");
    expect(row(all, at.ids.bullying)).toContain(says("staff.referral.warning.outside_age"));
    expect(row(all, at.ids.suicide)).not.toContain(says("staff.referral.warning.outside_age"));
  });

  test("what is looked up by its name is there for another age too, and the row says so", async () => {
    await chose({ age: "18-25" });
    const { text } = await at.find({ words: "stop bul", age: "1" });
    expect(names(text)).toEqual(["Stop Bullying"]);
    expect(row(text, at.ids.bullying)).toContain(says("staff.referral.warning.outside_age"));
    expect(names((await at.find({ words: "school", age: "1" })).text)).toEqual([]);
  });

  test("the topics they chose are one tap away, and force nothing", async () => {
    expect((await at.anna.get(at.path)).text).not.toContain('name="topics"');
    await chose({ topics: ["housing", "bullying"] });
    const { text } = await at.anna.get(at.path);
    expect(text.match(/name="topics" value="\w+"/g)).toEqual([
      `name="topics" value="housing"`,
      `name="topics" value="bullying"`,
    ]);
    expect(names(text)).toContain("Lifeline");
    expect(names((await at.find({ topics: "bullying" })).text)).toEqual(["Stop Bullying"]);
    const both = (await at.find({ topics: ["bullying", "housing"] })).text;
    expect(names(both)).toEqual(["Stop Bullying", "Night House"]);
    expect(both).toMatch(/name="topics" value="housing" checked/);
    // What was not offered filters nothing.
    expect(names((await at.find({ topics: "suicide" })).text)).toContain("Night House");
  });

  test("their region is one tap away; without it the country of the line, where the directory is of more than one", async () => {
    await at.set(at.ids.dutch, { regions: ["NL"] });
    const region = async () =>
      /name="region" value="1"( checked)?.*?<\/span>([^<]*)<\/label>/s.exec((await at.anna.get(at.path)).text);
    expect(await region()).toBeNull();
    await at.set(at.ids.suicide, { regions: ["BE"] });
    expect((await region())!.slice(1)).toEqual([undefined, "Belgium"]);
    expect(names((await at.find({ words: "suicide" })).text)).toContain("Praatlijn");
    expect(names((await at.find({ words: "suicide", region: "1" })).text)).toEqual(["Lifeline"]);
    await chose({ region: "NL" });
    expect((await region())![2]).toBe("Netherlands");
    expect(names((await at.find({ words: "suicide", region: "1" })).text)).toEqual(["Praatlijn"]);
  });

  test("of a line for some ages those are offered, until the young person says their own", async () => {
    await act(at.line, at.line.aino, (tx, emit) =>
      changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), ageFrom: 17, ageTo: 25 } }),
    );
    const { text } = await at.anna.get(at.path);
    expect(text).toMatch(/name="age" value="1"[^ ]/);
    expect(text).toContain("17–25");
    expect(names(text)).toContain("Stop Bullying");
    const some = (await at.find({ age: "1" })).text;
    expect(names(some)).not.toContain("Stop Bullying");
    // Nobody knows theirs: nothing is said to be for another.
    expect((await at.find()).text).not.toContain(says("staff.referral.warning.outside_age"));
    await chose({ age: "13-14" });
    at.line.helpline.searches.forget(at.noor.id);
    expect((await at.anna.get(at.path)).text).toMatch(/name="age" value="1" checked/);
  });

  test("nothing fits: what next, by whether something is filtered", async () => {
    expect((await at.find({ words: "xyzzy" })).text).toContain(says("staff.find.nothing_words"));
    expect((await at.find({ words: "xyzzy", free: "1" })).text).toContain(says("staff.find.nothing_filtered"));
  });

  test("more than a dozen are counted, not shown", async () => {
    for (let n = 0; n < 12; n++) await place(at.line.helpline.db, `Centre ${n}`);
    const { text } = await at.find();
    expect(names(text)).toHaveLength(12);
    expect(text).toContain(says("staff.find.more", { n: 4 }));
  });

  test("from the console only the results come back, whatever was asked", async () => {
    const { status, text } = await at.find({ words: "<b>su", service: "no-such" }, htmx);
    expect(status).toBe(200);
    expect(text).toMatch(/^<div class="found"/);
    expect(text).toContain('data-words="&lt;b&gt;su"');
  });
});

describe("what was looked for is kept", () => {
  const chat = () => at.anna.get(`/staff/conversation/${at.noor.id}`);
  const words = (html: string) => /name="words" value="([^"]*)"/.exec(html)![1];

  test("with its filters and ticks, on the page of the chat and of the search, under a new client id", async () => {
    const id = clientId();
    await at.find({ client_id: id, words: "life", free: "1", service: at.ids.suicide });
    for (const { text } of [await chat(), await at.anna.get(at.path)]) {
      expect([words(text), ...ticked(text)]).toEqual(["life", at.ids.suicide]);
      expect(text).toMatch(/name="free" value="1" checked/);
      expect(text).not.toMatch(/name="prefer" value="1" checked/);
      // Two pages of one chat never take the cards of the other for their own.
      expect(text).not.toContain(id);
    }
  });

  test("for whoever looked alone, until it is sent or the chat is over; more than a search takes is not kept", async () => {
    await at.find({ words: `life${"x".repeat(1000)}`, service: at.ids.suicide, other: "kept by nobody" });
    const kept = () => at.line.helpline.searches.kept(at.noor.id, at.line.anna.id);
    expect(kept()!.words![0]).toHaveLength(200);
    expect(Object.keys(kept()!)).toEqual(["words", "service"]);
    expect(at.line.helpline.searches.kept(at.noor.id, at.line.bela.id)).toBeUndefined();
    await at.send({ service: at.ids.suicide });
    expect([words((await chat()).text), kept()]).toEqual(["", undefined]);
    await at.find({ words: "bed" });
    await at.noor.post("/end");
    expect(kept()).toBeUndefined();
    await at.find({ words: "bed" });
    expect(kept()).toBeUndefined();
  });
});

describe("what a row says", () => {
  test("name, organization, one at.line, whether somebody is there, and the ways", async () => {
    const { text } = await at.find();
    expect(row(text, at.ids.suicide)).toMatch(
      /Lifeline Open House Open now Talk to somebody .* Chat · Call · Free · No name needed/,
    );
    expect(row(text, at.ids.bullying)).toContain("Closed, opens tomorrow 01:00");
    expect(row(text, at.ids.dutch)).toContain(says("staff.found.unknown"));
  });

  test("everything to know before sending it: closed for now with the reason, not checked, reported", async () => {
    const before = (await at.find()).text;
    expect(row(before, at.ids.shelter)).toContain("The roof is being mended until spring.");
    expect(row(before, at.ids.shelter)).toContain(says("staff.referral.warning.temporarily_closed"));
    expect(row(before, at.ids.suicide)).not.toMatch(/Not checked|Temporarily closed|colleague/);
    await act(at.line, at.line.anna, (tx, emit) =>
      report(tx, emit, { serviceId: at.ids.suicide, actor: `staff:${at.line.anna.id}`, reason: "closed", note: "" }),
    );
    await at.set(at.ids.suicide, { verifiedOn: "2026-03-02" });
    const after = row((await at.find()).text, at.ids.suicide);
    expect(after).toContain("Not checked since 2 March 2026");
    expect(after).toContain(says("staff.referral.warning.reported"));
  });

  test("quietly that nobody ever checked it: of a list just taken in that holds for all", async () => {
    const { text } = await at.find({ service: at.ids.suicide });
    const [, onCard = ""] = text.split('class="on-card"');
    expect(row(text, at.ids.suicide)).toContain("· Never checked");
    expect(text.split('class="caution"').slice(1).join("").split("</p>")[0]).not.toContain("Never checked");
    expect(onCard).toContain("Lifeline: Never checked");
  });

  test("the same beside the button that sends it, where its row may be out of sight", async () => {
    const { text } = await at.find({ service: at.ids.shelter });
    const [, onCard = ""] = text.split('class="on-card"');
    const warned = onCard.indexOf(`: ${says("staff.referral.warning.temporarily_closed")}`);
    expect(warned).toBeGreaterThan(-1);
    expect(warned).toBeLessThan(onCard.indexOf('id="send-cards-'));
  });
});
