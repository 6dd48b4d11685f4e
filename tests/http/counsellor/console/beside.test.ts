import { beforeEach, expect, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { end } from "#src/queue/end/ending.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { sideTabs, tabAddress, tabsFor } from "#views/counsellor/console/side-tabs.ts";

let line: House;
let anna: Person;
let id: number;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  anna = await staff(line, line.anna);
  const noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  id = noor.id;
});

/** The tabs of a page: which are marked, and which of them show what they hold. */
function tabsOf(html: string) {
  const links = [...html.matchAll(/<(?:a|button)[^>]*data-tab="(\w+)"[^>]*aria-current="true"/g)].map(([, tab]) => tab);
  const parts = [...html.matchAll(/<div class="tab [^>]*data-of="(\w+)"([^>]*)>/g)];
  return { links, shown: parts.filter(([, , more]) => !more!.includes("hidden")).map(([, tab]) => tab) };
}

test.each(sideTabs.map(({ name }) => name))("without scripts the tab “%s” has an address of its own", async (tab) => {
  const { status, text } = await anna.get(tabAddress(id, tab));
  expect(status).toBe(200);
  expect(tabsOf(text)).toEqual({ links: [tab], shown: [tab] });
  expect(text).toContain(`data-tab="${tab}" aria-labelledby="name-${id}"`);
});

test.each(sideTabs.map(({ name }) => name))("the way to “%s” keeps the words that are half written", async (tab) => {
  const { status, headers } = await anna.post(`/staff/conversation/${id}/draft`, { text: "half a wo", to: tab });
  expect(status).toBe(303);
  expect(headers.get("location")).toBe(tabAddress(id, tab));
  expect(chatDraft(line.helpline.db, { conversationId: id, staffId: line.anna.id })).toBe("half a wo");
});

test("a tab that is none leads nowhere", async () => {
  for (const to of ["constructor", "referrals/send", "//elsewhere.example"]) {
    const { status, headers } = await anna.post(`/staff/conversation/${id}/draft`, { text: "x", to });
    expect([status, headers.get("location")]).toEqual([204, null]);
  }
});

test("after the end the tabs are links: there is no form any more whose buttons they could be", async () => {
  const over = { conversationId: id, reason: "ended_by_counsellor", staffId: line.anna.id } as const;
  await act(line, line.anna, (tx, emit) => end(tx, emit, over));
  const { text } = await anna.get(`/staff/conversation/${id}`);
  for (const { name } of tabsFor(false, false)) expect(text).toContain(`<a href="${tabAddress(id, name)}"`);
  expect(text).not.toContain("formaction");
});
