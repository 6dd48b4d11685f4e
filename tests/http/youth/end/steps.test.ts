import { beforeEach, expect, test } from "vitest";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { withSecret } from "#tests/support/browser/secrets.ts";
import { annaEnds } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House } from "#tests/support/house/helpline.ts";
import { act, clientId, give, noorWithAnna, type Person } from "#tests/support/house/http.ts";

// How much stands on each step of the end: at most eight things that a key can reach.

const most = 8;

let clock: FakeClock;
let line: House;
let noor: Person & { id: number };
let places: string[];

beforeEach(async () => {
  clock = fakeClock();
  ({ line, noor } = await noorWithAnna({ clock }));
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  places = [];
  for (const name of ["Night line", "Quiet room", "Girls’ house"]) {
    const ways = [["phone", "103"] as const, ["chat", "https://chat.example.org"] as const, ["sms", "8525"] as const];
    const channels = ways.map(([kind, to]) => plainChannel(kind, to));
    places.push(await place(line.helpline.db, name, { channels }));
  }
});

/** Counts what a key reaches inside `main`: nothing hidden or folded, and of a group of radios one. */
function tabStops(html: string): number {
  const groups = new Set<string>();
  let [stops, isInMain, hiddenIn] = [0, false, 0];
  const counts = () => {
    if (isInMain && hiddenIn === 0) stops++;
  };
  const hides = (element: HTMLRewriterTypes.Element) => {
    hiddenIn++;
    element.onEndTag(() => {
      hiddenIn--;
    });
  };
  new HTMLRewriter()
    .on("main", {
      element: (main) => {
        isInMain = true;
        main.onEndTag(() => {
          isInMain = false;
        });
      },
    })
    .on("details", {
      element: (details) => {
        counts();
        if (!details.hasAttribute("open")) hides(details);
      },
    })
    .on("div[hidden], form[hidden], p[hidden]", { element: hides })
    .on("a[href], button, input, textarea, select", {
      element: (one) => {
        const [type, name] = [one.getAttribute("type"), one.getAttribute("name")];
        if (type === "hidden" || one.getAttribute("tabindex") === "-1") return;
        if (type === "radio" && groups.has(name!)) return;
        if (type === "radio") groups.add(name!);
        counts();
      },
    })
    .transform(html);
  return stops;
}

const named = (many: number) =>
  act(line, line.anna, (tx, emit) =>
    sendReferrals(tx, emit, {
      conversationId: noor.id,
      staffId: line.anna.id,
      clientId: clientId(),
      serviceIds: places.slice(0, many),
    }),
  );
const inDanger = () =>
  act(line, line.anna, (tx) => tx.run(q.updateTable("conversation").set({ risk_at: tx.at }).where("id", "=", noor.id)));
const complains = () => noor.post("/help", { kind: "hurt", text: "" });
const stops = async () => tabStops((await noor.get("/")).text);

/** The stops of each page, from the end on: without a script, each answer leads to the next. */
async function walks(): Promise<number[]> {
  const all = [await stops()];
  for (const [path, form] of [
    ["/helped", { value: "bit" }],
    ["/feeling", { moment: "after", value: "skip" }],
    ["/next", { value: "yes" }],
    ["/thanks", { text: "thank you" }],
  ] as const) {
    await noor.post(path, form);
    all.push(await stops());
  }
  return all;
}

/** On every step there is something to do, and no more than that. */
function expectFew(all: number[]) {
  expect(Math.max(...all)).toBeLessThanOrEqual(most);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(3);
}

test.each([0, 1, 3])("each question, the last thanks and the page after a thank-you, with %i places", async (many) => {
  if (many > 0) await named(many);
  await annaEnds(line, noor.id);
  expectFew(await walks());
});

test.each([
  ["danger", inDanger, 0],
  ["danger", inDanger, 3],
  ["a complaint", complains, 0],
  ["a complaint", complains, 3],
] as const)("after %s, before and after they want to be asked (%#)", async (_, happens, many) => {
  if (many > 0) await named(many);
  await happens();
  await annaEnds(line, noor.id);
  const first = await stops();
  await noor.post("/helped", { value: "ask" });
  expectFew([first, ...(await walks())]);
});

test("after a chat that was set aside, and no face smiles there", async () => {
  const mine = { conversationId: noor.id, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => setAside(tx, emit, { ...mine, why: "joke" }));
  expectFew([await stops()]);
  expect((await noor.get("/")).text).not.toContain('class="face smile"');
  await complains();
  expectFew([await stops()]);
  expect((await noor.get("/")).text).toContain("You can write again from");
});

test.each(["at once", "after the questions", "after danger"])("a thank-you that is refused stays, %s", async (when) => {
  if (when === "after danger") await inDanger();
  await annaEnds(line, noor.id);
  if (when !== "at once") {
    for (const door of ["/helped", "/feeling", "/next"]) await noor.post(door, { moment: "after", value: "skip" });
  }
  const { text } = await noor.post("/thanks", { text: "x".repeat(200) });
  expectFew([tabStops(text)]);
  expect(text).toContain("x".repeat(200));
});

test("where the secret word is asked", async () => {
  noor = await withSecret(line);
  await give(line, noor.id, line.anna);
  await named(3);
  await inDanger();
  await annaEnds(line, noor.id);
  clock.pass(61_000);
  expectFew([await stops()]);
});
