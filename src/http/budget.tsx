import { gzipSync } from "node:zlib";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { languages } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door.ts";
import { textsFor } from "#src/settings/texts.ts";
import { Door, type DoorProps } from "#views/youth/door.tsx";
import { type C, type Helpline, insideChange } from "./context.ts";
import { doorProps } from "./youth/door.tsx";
import { frame } from "./youth-frame.ts";

/** What the first page of a young person may weigh, bytes, compressed: it arrives in one go, also on a poor line. */
export const landingMost = 10_240;

/**
 * The weight of the heaviest first page, bytes, in whatever language and state of the door, where that is more than may be;
 * null where all are light enough. Asked inside a change (`tx`), it weighs what would be; throw there to take it back.
 */
export function overBudget(c: C, helpline: Helpline, tx: DataReader): number | null {
  const inside = insideChange(helpline, tx);
  const weights = languages.flatMap((language) => {
    const around = { ...frame(c, inside), t: textsFor(tx, language) };
    const props = doorProps(c, inside, 0, around);
    return states(props.scene.at).map((door) => weigh(withDoor(props, door)));
  });
  const heaviest = Math.max(...weights);
  return heaviest > landingMost ? heaviest : null;
}

/** What would be too heavy is taken back. */
export class TooHeavy extends Error {
  constructor(readonly bytes: number) {
    super("the first page would be too heavy");
  }
}

/**
 * Makes a change after which the first page still opens at once on a poor line. Throws TooHeavy, inside the change, where it
 * would not; a page that is too heavy already may become no heavier.
 */
export function staysLight<Result>(c: C, helpline: Helpline, tx: DataReader, change: () => Result): Result {
  const before = overBudget(c, helpline, tx) ?? landingMost;
  const result = change();
  const bytes = overBudget(c, helpline, tx) ?? 0;
  if (bytes > before) throw new TooHeavy(bytes);
  return result;
}

/** The refusal of what would be too heavy, in words. */
export function heavy({ bytes }: TooHeavy): HelplineError {
  return new HelplineError("bad_input", "admin.settings.heavy", { bytes, most: landingMost });
}

function weigh(props: DoorProps): number {
  return gzipSync(`<!doctype html>${String(<Door {...props} />)}`).length;
}

/** All lines as the meant one: what they say is then at its longest. */
function withDoor(props: DoorProps, door: DoorNow): DoorProps {
  const lines = props.scene.lines.map((line) => ({ ...line, door }));
  const chosen = lines.find(({ id }) => id === props.scene.chosen.id)!;
  return { ...props, clientId: "0".repeat(32), scene: { ...props.scene, lines, chosen } };
}

/** Everything the door can say at an instant (ms UTC). */
function states(at: number): DoorNow[] {
  const soon = at + 60 * 60_000;
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
