import fc from "fast-check";
import {
  blankEntry,
  type Channel,
  channelKinds,
  type Entry,
  statuses,
  visibilities,
} from "#src/directory/entry/entry.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { daily } from "#tests/support/house/directory.ts";

const words = fc.stringMatching(/^[A-Za-zäéő]{1,8}( [A-Za-z]{1,8}){0,3}$/);
const maybe = <One>(of: fc.Arbitrary<One>) => fc.option(of, { nil: null });
const fact = maybe(fc.boolean());
const some = <One>(of: readonly One[]) => fc.subarray([...of], { maxLength: Math.min(4, of.length) });

const hours: fc.Arbitrary<Calendar | null> = maybe(
  fc
    .record({
      opens: fc.integer({ min: 0, max: 1_439 }),
      lasts: fc.integer({ min: 1, max: 1_440 }),
      more: fc.boolean(),
    })
    .map(({ opens, lasts, more }) => {
      const usual = daily(opens, opens + lasts);
      const cut = { kind: "closed" as const, from: "2026-12-24T18:00", to: "2026-12-24T19:00", label: "x" };
      return more ? { ...usual, cuts: [cut], lastEntryMinutes: 15 } : usual;
    }),
);

const published: Record<Channel["kind"], string> = {
  chat: "https://chat.example.org/",
  phone: "+32 2 123 45 67",
  sms: "116 111",
  whatsapp: "+358 40 123",
  email: "help@example.org",
  web: "http://example.org/a?b=c",
  visit: "The blue door",
};

const channel: fc.Arbitrary<Channel> = fc
  .record({
    kind: fc.constantFrom(...channelKinds),
    extension: fc.constantFrom("", "12"),
    description: fc.oneof(fc.constant(""), words),
    free: fact,
    languages: some(["fi", "fr", "pt-BR", "ar"]),
    calendar: hours,
    isHidden: fc.boolean(),
  })
  .map(({ isHidden, ...one }) => {
    const place = {
      ...{ address1: "Main street 1", address2: "", city: "Gent", stateProvince: "OVL", postalCode: "9000" },
      ...{ country: "BE", latitude: 51, longitude: 3.7, hideExactAddress: isHidden, accessibility: "" },
    };
    return { ...one, value: published[one.kind], place: one.kind === "visit" ? place : null };
  });

/** Returns a generator of valid entries of an organization. */
export function anyEntry(organizationId: string): fc.Arbitrary<Entry> {
  return fc
    .record({
      name: words,
      summary: fc.oneof(fc.constant(""), words),
      description: fc.oneof(
        fc.constant(""),
        fc.tuple(words, words).map((lines) => lines.join("\n\n")),
      ),
      status: fc.constantFrom(...statuses),
      visibility: fc.constantFrom(...visibilities.filter((one) => one !== "to_check")),
      ages: maybe(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 30, max: 99 }))),
      free: fact,
      anonymous: fact,
      needsReferral: fact,
      alert: fc.oneof(fc.constant(""), words),
      alertUntil: maybe(fc.constant("2026-12-24")),
      emergency: fc.boolean(),
      weight: fc.integer({ min: -9, max: 9 }),
      channels: fc.array(channel, { maxLength: 4 }),
      languages: some(["fi", "fr", "nl"]),
      regions: some(["BE", "FR"]),
      topics: some(serviceTopics),
      terms: some(["BD-1800", "PH"]),
      calendar: hours,
      hoursNote: fc.oneof(fc.constant(""), words),
      verifiedOn: maybe(fc.constant("2026-11-03")),
      verifyEveryDays: maybe(fc.integer({ min: 1, max: 365 })),
      isTranslated: fc.boolean(),
    })
    .map(({ ages, isTranslated, ...fields }) => ({
      ...blankEntry(organizationId),
      ...fields,
      ageFrom: ages?.[0] ?? null,
      ageTo: ages?.[1] ?? null,
      texts: isTranslated ? { fi: { name: "Yö", summary: "", description: "a\nb", eligibility: "" } } : {},
    }));
}
