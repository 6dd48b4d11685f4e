import type { Db } from "#src/db/db.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { daily, place } from "./directory.ts";

/** Adds usual entries: one for a crisis that is always open, one closed for now, one no one may see, and others. */
export async function somePlaces(
  db: Db,
): Promise<Record<"suicide" | "bullying" | "shelter" | "hidden" | "dutch", string>> {
  const always = daily(0, 1440, "UTC");
  return {
    suicide: await place(db, "Lifeline", {
      summary: "Talk to somebody when you do not want to live any more. Day and night.",
      topics: ["suicide"],
      languages: ["en", "fr"],
      free: true,
      anonymous: true,
      calendar: always,
      channels: [plainChannel("chat", "https://lifeline.example/chat"), plainChannel("phone", "0800 32 123")],
    }),
    bullying: await place(db, "Stop Bullying", {
      summary: "Advice for whoever is bullied at school or online.",
      topics: ["bullying", "school"],
      languages: ["en"],
      ageFrom: 10,
      ageTo: 16,
      calendar: daily(0, 1, "UTC"),
    }),
    shelter: await place(
      db,
      "Night House",
      {
        summary: "A bed for the night, without questions.",
        topics: ["housing"],
        status: "temporarily closed",
        alert: "The roof is being mended until spring.",
        channels: [plainChannel("visit", "Ring at the green door"), plainChannel("phone", "02 555 01 02")],
      },
      "City of Youth",
    ),
    hidden: await place(db, "Suspended Line", { topics: ["suicide"], visibility: "hidden" }),
    dutch: await place(db, "Praatlijn", {
      summary: "Bel ons als je aan zelfmoord denkt.",
      topics: ["suicide"],
      languages: ["nl"],
    }),
  };
}
