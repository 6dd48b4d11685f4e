import { readFileSync } from "node:fs";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Later, LaterNot, LaterSent, LaterWarned } from "#views/youth/later/later.tsx";
import { LaterOpen, LaterOver } from "#views/youth/later/later-link.tsx";
import { atDoor, clientId } from "./sample.tsx";
import { noon, shut } from "./sample-cards.ts";

const laterCss = readFileSync(new URL("../../../static/youth-later.css", import.meta.url), "utf8");

/** Every page of whoever asks to be written to, with sample data, by name. */
export function laterPages(f: YouthFrame) {
  const later = {
    frame: { ...f, along: "looking" },
    css: laterCss,
    typed: { address: "noor@", shared: "", from: "1080", to: "", line: "1" },
    mail: { sender: "Lina", subject: "Your reminder" },
    lines: [],
    hours: [1080, 1140, 1200],
    line: atDoor(shut.closed),
    at: noon,
    days: { mail: 7, kept: 14, bound: 14 },
    languages: 6,
  };
  const link = {
    ...{ frame: f, token: "t", days: 3, line: atDoor(shut.closed), at: noon, clientId, rulesVersion: 3, refused: null },
  };
  return {
    later: <Later {...later} wrong={{}} refused={null} />,
    laterWrong: <Later {...later} wrong={{ address: "?", shared: "?", window: "?" }} refused="?" />,
    laterWarned: <LaterWarned {...later} />,
    laterSent: <LaterSent frame={f} css={laterCss} mail={later.mail} days={7} waiting={false} />,
    laterNow: <LaterNot {...later} frame={f} why="now" />,
    laterOff: <LaterNot {...later} frame={f} why="off" />,
    laterOpen: <LaterOpen {...link} isOpen />,
    laterShut: <LaterOpen {...link} isOpen={false} />,
    ...Object.fromEntries(
      (["used", "expired", "refused", "unknown"] as const).map((why) => [
        `later_${why}`,
        <LaterOver frame={f} why={why} days={7} stops={why === "expired" ? "t" : null} />,
      ]),
    ),
  };
}
