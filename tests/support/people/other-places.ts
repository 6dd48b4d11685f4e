import type { Db } from "#src/db/db.ts";
import { blankEntry, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { addOrganization } from "#src/directory/entry/organizations.ts";
import { addService } from "#src/directory/entry/services.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { daily, organizationNamed, place } from "#tests/support/house/directory.ts";
import { unescaped } from "#tests/support/house/http.ts";

/** Open all day and night. */
export const always: Calendar = daily(0, 1440);

const street = {
  ...{ address1: "Church Street 3", address2: "", city: "Ghent", stateProvince: "", postalCode: "9000", country: "BE" },
  ...{ latitude: null, longitude: null, hideExactAddress: false, accessibility: "A lift, no steps" },
};

/** Adds one entry of every kind for a young person in Belgium; Awel is open from 10:00 to 22:00. Returns their ids. */
export async function samplePlaces(db: Db) {
  const chat = { ...plainChannel("chat", "https://www.chat.example/room"), description: "Under 18 first" };
  return {
    urgent: await place(
      db,
      "Night line",
      {
        summary: "When you think about dying. Someone answers at once.",
        emergency: true,
        topics: ["suicide", "emergency"],
        calendar: always,
        free: true,
        anonymous: true,
        languages: ["en", "nl"],
        channels: [plainChannel("phone", "1813"), plainChannel("sms", "8813")],
        verifiedOn: "2026-11-03",
      },
      "Lifeline",
    ),
    open: await place(
      db,
      "Awel",
      {
        summary: "Talk about anything that is on your mind, in a chat or by phone.",
        description: "Volunteers listen.\n\nThey do not tell anybody.",
        calendar: daily(600, 1320),
        free: true,
        anonymous: true,
        ageTo: 25,
        languages: ["nl", "en"],
        topics: ["loneliness", "family"],
        channels: [plainChannel("phone", "102"), chat, plainChannel("email", "brievenbus@awel.example")],
        verifiedOn: "2026-11-03",
      },
      "Awel",
    ),
    closed: await place(
      db,
      "Legal café",
      {
        summary: "Young people explain your rights: at home, at school, with the police.",
        calendar: daily(840, 1020),
        free: true,
        anonymous: false,
        ageFrom: 12,
        ageTo: 18,
        languages: ["fr"],
        topics: ["rights"],
        channels: [plainChannel("whatsapp", "+32 470 00 00 00"), plainChannel("web", "https://rights.example/youth")],
        alert: "Closed in the week of Christmas",
        verifiedOn: "2026-10-20",
      },
      "Infor Youth",
    ),
    unknown: await place(
      db,
      "Overkop house",
      {
        summary: "A place to be, with people to talk to.",
        eligibility: "Everybody between 12 and 25.",
        application: "Just come in.",
        fees: "Nothing. A soup costs one euro.",
        hoursNote: "Most afternoons, ring first",
        ageFrom: 12,
        topics: ["anxiety_mood"],
        languages: ["nl"],
        channels: [{ ...plainChannel("visit", ""), place: street }, plainChannel("phone", "09 123 45 67")],
      },
      "Overkop",
    ),
    counsellors: await place(db, "For counsellors only", { visibility: "counsellors", calendar: always }),
  };
}

// Different words each time, as hard to compress as what people write.
const vocabulary =
  `counselling support legal advice shelter food clothing respite evening drop-in group mentor tutoring housing eviction
  refugee asylum interpreter court custody clinic sexual health testing addiction recovery grief circle family therapy
  mediation employment benefits debt budgeting sport music crisis outreach detached youth worker school attendance exclusion
  appeal bullying discrimination disability carers siblings eating sleep anxiety mood trauma survivors volunteers parents
  weekday weekend appointment referral free confidential registered neighbourhood county district centre foundation`.split(
    /\s+/,
  );

/** Adds public entries, most of them open in Chicago's day; of a third the hours are unknown. */
export async function manyPlaces(db: Db, count: number): Promise<void> {
  let state = 17;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const words = (least: number, most: number) => {
    const all = Array.from({ length: least + random(most - least) }, () => vocabulary[random(vocabulary.length)]!);
    const said = all.join(" ");
    return said[0]!.toUpperCase() + said.slice(1);
  };
  const number = () => `0${20 + random(70)} ${100 + random(900)} ${10 + random(90)} ${10 + random(90)}`;
  const either = <T>(one: T, other: T) => (random(2) === 0 ? one : other);
  const some = (): Partial<Entry> => ({
    name: words(3, 8),
    visibility: "public",
    summary: `${words(14, 34)}.`.slice(0, 280),
    topics: [serviceTopics[random(serviceTopics.length)]!],
    calendar: random(3) === 0 ? null : daily(60 * random(12), 720 + 60 * random(12), "America/Chicago"),
    hoursNote: either(words(3, 9), ""),
    free: either(true, null),
    anonymous: either(true, null),
    ageFrom: either(10 + random(6), null),
    ageTo: either(17 + random(9), null),
    languages: ["en", "es", "pl", "ar"].slice(0, random(5)),
    channels: [
      plainChannel("phone", number()),
      plainChannel("phone", number()),
      plainChannel("web", `https://${words(1, 2)}-${random(999)}.example/${words(1, 2)}`.toLowerCase()),
    ],
    verifiedOn: `2026-11-${10 + random(14)}`,
  });
  await db.change("command line", (tx, emit) => {
    const by = Array.from({ length: 33 }, () => addOrganization(tx, emit, organizationNamed(words(2, 5))));
    for (let n = 0; n < count; n++) {
      addService(tx, emit, { entry: { ...blankEntry(by[random(by.length)]!), ...some() } });
    }
  });
}

/** Returns the headings of the list with their names, in order. */
export function list(page: string): string[] {
  const found = [...page.split('id="found"')[1]!.matchAll(/<h([23])[^>]*>(.*?)<\/h\1>/gs)];
  return found.map(([, level, text]) => (level === "2" ? "# " : "") + unescaped(text!.replace(/<[^>]+>/g, "")));
}

/** Returns what goes along with each button of the form around the entries. */
export const hiddenIn = (page: string) =>
  [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]): [string, string] => [
    name!,
    value!,
  ]);
