import { gzipSync } from "node:zlib";
import type { Child } from "hono/jsx";
import { hourMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { act, type C, type Helpline, insideChange } from "#src/http/server/context.ts";
import { howProps } from "#src/http/youth/door/how.tsx";
import { doorProps } from "#src/http/youth/door/now.tsx";
import type { Language } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { settings } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Door, type DoorProps } from "#views/youth/door/door.tsx";
import { How } from "#views/youth/door/how.tsx";
import { frame } from "./youth-frame.ts";

/** The heaviest first page of a young person, compressed bytes: it arrives in one go, even on a poor line. */
export const maxLanding = 10_240;
/** The heaviest page of the rules, compressed bytes without headers: with them it fits into the first packets. */
export const maxHow = 13_000;

type LightPage = "door" | "how";

type Weights = Record<LightPage, number>;

const most: Weights = { door: maxLanding, how: maxHow };

/** Settings of these subjects can make a page heavier. */
const heavier: Record<LightPage, readonly Subject[]> = {
  door: ["helpline", "emergency", "languages", "look", "texts", "opening", "assessment"],
  how: ["helpline", "emergency", "languages", "look", "texts", "opening", "rules", "assessment"],
};

/** The heaviest page in any language on offer, bytes. Inside a change (`tx`) it weighs what would be. */
export const weigh: Record<LightPage, (c: C, helpline: Helpline, tx: DataReader) => number> = {
  door: (c, helpline, tx) => {
    const inside = insideChange(helpline, tx);
    const weights = settings(tx).languages.flatMap((language) => {
      const props = doorProps(c, inside, 0, frameIn(c, inside, tx, language));
      return states(props.scene.at).map((door) => bytesOf(<Door {...withDoor(props, door)} />));
    });
    return Math.max(...weights);
  },
  how: (c, helpline, tx) => {
    const inside = insideChange(helpline, tx);
    const { languages } = settings(tx);
    const pages = languages.map((language) => <How {...howProps(inside, frameIn(c, inside, tx, language))} />);
    return Math.max(...pages.map(bytesOf));
  },
};

function frameIn(c: C, helpline: Helpline, tx: DataReader, language: Language): YouthFrame {
  return { ...frame(c, helpline), t: textsFor(tx, language) };
}

function bytesOf(content: Child): number {
  return gzipSync(`<!doctype html>${String(content)}`).length;
}

/** Takes back a change that would make a page too heavy. */
export class TooHeavy extends Error {
  constructor(
    readonly page: LightPage,
    readonly bytes: number,
  ) {
    super(`the ${page} would be too heavy`);
  }
}

/** Makes a change, or rejects with TooHeavy; a page that is too heavy already may become no heavier. */
export async function changeLightly<Result>(
  c: C,
  helpline: Helpline,
  subject: Subject,
  verb: (tx: Tx, emit: Emit) => Result,
): Promise<Result> {
  const { db } = helpline;
  const weighed = (Object.keys(most) as LightPage[]).filter((page) => heavier[page].includes(subject));
  const change = (limits: Weights) =>
    act(c, db, (tx, emit) => {
      const result = verb(tx, emit);
      for (const page of weighed) {
        const bytes = weigh[page](c, helpline, tx);
        if (bytes > limits[page]) throw new TooHeavy(page, bytes);
      }
      return result;
    });
  try {
    return await change(most);
  } catch (error) {
    if (!(error instanceof TooHeavy)) throw error;
    const now = (page: LightPage) => Math.max(most[page], weigh[page](c, helpline, db));
    const limits = { door: now("door"), how: now("how") };
    if (error.bytes > limits[error.page]) throw error;
    return change(limits);
  }
}

/** Returns the refusal of a change that is too heavy, in words. */
export function heavy({ page, bytes }: TooHeavy): HelplineError {
  const key = page === "how" ? "admin.settings.heavy" : "admin.settings.heavy";
  return new HelplineError("bad_input", key, { bytes, most: most[page] });
}

/** With all lines as the meant one the texts are longest; places of the directory still fit and are not weighed. */
function withDoor(props: DoorProps, door: DoorNow): DoorProps {
  const lines = props.scene.lines.map((line) => ({ ...line, door }));
  const chosen = lines.find(({ id }) => id === props.scene.chosen.id)!;
  return { ...props, clientId: "0".repeat(32), places: [], scene: { ...props.scene, lines, chosen } };
}

function states(at: number): DoorNow[] {
  const soon = at + hourMs;
  const says = (state: DoorNow["state"], reason: DoorNow["reason"], more: Partial<DoorNow> = {}): DoorNow => ({
    ...{ state, reason, until: null, closing: false, next: null },
    ...more,
  });
  return [
    says("open", "without_hours"),
    says("open", "inside_hours", { until: soon }),
    says("closed", "outside_hours", { next: soon }),
    says("closed", "not_open_yet"),
    says("closed", "on_break"),
    says("late", "nobody_yet"),
    says("paused", "nobody_there"),
    says("paused", "paused_by_hand", { next: soon }),
    says("full", "queue_full"),
    says("last_entry", "closing_soon", { until: soon, next: soon }),
    says("locked", "no_key"),
  ];
}
