import { beforeEach, expect, test } from "vitest";
import { topics } from "#src/live/topics.ts";
import { annaSays, comesIn, talking, youthSays } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;

beforeEach(async () => {
  home = await house();
  await open(home);
});

/** Everything a topic was sent, a frame each. */
function hears(topic: string): string[] {
  const got: string[] = [];
  home.helpline.hub.join(topic, { send: (html) => got.push(html) });
  return got;
}

test("what one commit holds comes in one frame to each topic, in order, and lists in it are painted once", async () => {
  const noor = await talking(home, "hello");
  const page = hears(topics.youth(noor));
  const console = hears(topics.staff(home.anna.id));
  await Promise.all(["one", "two", "three"].map((text) => youthSays(home, noor, text)));
  expect(page).toHaveLength(1);
  expect(page[0]!.match(/<p dir="auto">\w+/g)).toEqual(["one", "two", "three"].map((text) => `<p dir="auto">${text}`));
  expect(console).toHaveLength(1);
  expect(console[0]!.match(/id="chats"/g)).toHaveLength(1);
  // The list shows how things stand after all of them.
  expect(console[0]!.split('id="chats"')[1]).toContain("three");
});

test("the list of a counsellor whom much is written to follows a moment later, as it stands then", async () => {
  const noor = await talking(home, "hello");
  const console = hears(topics.staff(home.anna.id));
  await youthSays(home, noor, "first");
  await youthSays(home, noor, "second");
  expect(console.map((frame) => frame.includes('id="chats"'))).toEqual([true, false]);
  await expect.poll(() => console.length, { timeout: 5_000 }).toBe(3);
  expect(console[2]).toContain('id="chats"');
  expect(console[2]).toContain("second");
});

test("nothing of one chat gets into the frame of another that was written in the same commit", async () => {
  const noor = await talking(home, "I am Noor");
  const sam = await comesIn(home, "I am Sam");
  const [hers, his] = [hears(topics.youth(noor)), hears(topics.youth(sam))];
  await Promise.all([
    youthSays(home, noor, "from Noor"),
    youthSays(home, sam, "from Sam"),
    annaSays(home, noor, "to Noor"),
  ]);
  expect(hers.join()).toMatch(/from Noor[\s\S]*to Noor/);
  expect(hers.join()).not.toContain("from Sam");
  expect(his.join()).toContain("from Sam");
  expect(his.join()).not.toMatch(/Noor/);
});

test("a listener that fails, and a piece that cannot be drawn, keep nothing else from being seen", async () => {
  const noor = await talking(home, "hello");
  const { hub, staff } = home.helpline;
  hub.join(topics.youth(noor), {
    send: () => {
      throw new Error("gone");
    },
  });
  const page = hears(topics.youth(noor));
  staff.isGone = () => {
    throw new Error("cannot be told");
  };
  // Whether the counsellor is there cannot be drawn; what was written in the same commit can.
  home.helpline.db.announce({ type: "staff.heard", staffId: home.anna.id, heard: true });
  await annaSays(home, noor, "still here");
  expect(page.join()).toContain("still here");
  expect(home.reported.join()).toContain("what happened could not be shown");
});
