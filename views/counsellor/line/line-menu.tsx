import type { OverrideKind } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { DecidedSays, DoorSays, doorClass, isByHand, isDeserted, type LineNow } from "./line-state.tsx";

/** After a decision the whole top line is new, and its menu shut. */
export const decides = {
  "hx-target": "#bar",
  "hx-select": "#bar",
  "hx-swap": "outerHTML",
  "hx-select-oob": "#queue:outerMorph",
};

/** Returns the attributes of a link that opens or closes the form of a decision; without JavaScript it is a page. */
export function asks(href: string) {
  return { href, "hx-get": href, "hx-target": "#decide", "hx-select": "#decide", "hx-swap": "outerHTML" };
}

export interface LineStatusProps {
  t: Translate;
  lines: LineNow[];
  /** Lines that should be open but have no one: the reader's, or all for those who decide. */
  deserted: string[];
  helps: boolean;
  /** May close, pause and open lines. */
  mayDecide: boolean;
  /** The reader included. */
  availableCount: number;
  now: number;
}

/** What the doors say now: a sentence for one line; a menu for several, or if something can be decided. */
export function LineStatus(props: LineStatusProps) {
  const { t, lines, mayDecide, now } = props;
  if (lines.length === 1 && !mayDecide) {
    return (
      <p class="line" id="line" data-deserted={missed(props)}>
        <InShort {...props} />
      </p>
    );
  }
  return (
    <details class="menu line" id="line" data-deserted={missed(props)}>
      <summary class="quiet">
        <InShort {...props} />
        <Icon name="down" />
      </summary>
      <div class="float">
        <h2 class="sr">{t("staff.nav.lines")}</h2>
        <ul class="doors">
          {lines.map((line) => (
            <li id={`line-${line.id}`}>
              {lines.length > 1 && <b dir="auto">{line.name}</b>}
              <LineSays t={t} line={line} now={now} />
              {mayDecide && <LineActs t={t} line={line} />}
            </li>
          ))}
        </ul>
        {/* A repaint of the line above must not disturb someone typing here. */}
        {mayDecide && <div id="decide" hx-morph-skip="" />}
      </div>
    </details>
  );
}

function InShort(props: LineStatusProps) {
  const { t, lines, now } = props;
  return (
    <>
      <span class={`dot ${doorClass(lines)}`} />
      <span class="says">
        <DoorsSay t={t} lines={lines} now={now} /> <WhoIsThere {...props} />
      </span>
    </>
  );
}

/** What the door of one line says, or how many of several are open. */
export function DoorsSay({ t, lines, now }: Pick<LineStatusProps, "t" | "lines" | "now">) {
  if (lines.length === 1) return <DoorSays t={t} line={lines[0]!} now={now} />;
  const open = lines.filter(({ door }) => door.state === "open").length;
  return (
    <span>
      {t
        .parts("staff.door.several", { open, n: lines.length })
        .map(({ tag, text }) => (tag === "strong" ? <b>{text}</b> : text))}
    </span>
  );
}

function WhoIsThere(props: LineStatusProps) {
  const { t, deserted, availableCount } = props;
  if (deserted.length === 0) return <span class="more">{t("staff.line.available", { n: availableCount })}</span>;
  return <span class="more deserted">{nobodyThere(t, props)}</span>;
}

/** Returns the mark of a line that has no one, which scripts read (static/console-signal.js, static/staff-live.js). */
export function missed({ deserted }: Pick<LineStatusProps, "deserted">): "" | undefined {
  return deserted.length > 0 ? "" : undefined;
}

/** Tells screen readers at once that a line has no one. */
export function Deserted(props: Pick<LineStatusProps, "t" | "lines" | "deserted" | "helps">) {
  return (
    <p id="deserted" class="sr" role="alert">
      {props.deserted.length > 0 && nobodyThere(props.t, props)}
    </p>
  );
}

/** Returns a sentence on the lines that have no one, and what helps. */
export function nobodyThere(
  t: Translate,
  { lines, deserted, helps }: Pick<LineStatusProps, "lines" | "deserted" | "helps">,
): string {
  const press = helps ? "_press" : "";
  if (lines.length === 1) return t(`staff.line.nobody${press}`);
  return t(`staff.line.nobody_on${press}`, { lines: deserted.join(", ") });
}

/** All there is to know of a line's door. */
export function LineSays({ t, line, now }: { t: Translate; line: LineNow; now: number }) {
  return (
    <>
      <p>
        <span class={`dot ${line.door.state}`} />
        <span>
          <DoorSays t={t} line={line} now={now} />
        </span>
      </p>
      {isDeserted(line) && <p class="hint">{t("staff.line.nobody")}</p>}
      {line.decided && !isByHand(line) && (
        <p class="hint">
          <DecidedSays t={t} line={line} now={now} />
        </p>
      )}
    </>
  );
}

/** Returns the name of a decision: opening a line that is still open is keeping it open. */
export function decisionOf(kind: OverrideKind, opening: LineNow["opening"]) {
  return kind === "open" && opening === "longer" ? "longer" : kind;
}

/** Buttons for what can be decided for a line now. */
export function LineActs({ t, line }: { t: Translate; line: LineNow }) {
  const { id, name, door, decided, opening } = line;
  // While an admin keeps the helpline shut, no decision about a line counts.
  const isShut = door.reason === "not_open_yet" || door.reason === "on_break";
  const all = [
    opening !== null && ("open" as const),
    door.state !== "closed" && ("paused" as const),
    "closed" as const,
  ].filter((kind) => kind !== false);
  const kinds = isShut ? [] : all;
  const action = `/staff/line/${id}/lift`;
  return (
    <div class="acts">
      {decided && (
        <form method="post" action={action} hx-post={action} {...decides}>
          <button type="submit" class="second" id={`lift-${id}`}>
            {t(opening === "outside" || decided.kind === "open" ? "staff.decide.lift_open" : "staff.decide.lift")}
            <span class="sr"> {name}</span>
          </button>
        </form>
      )}
      {kinds.map((kind) => (
        <a class="second" id={`${kind}-${id}`} {...asks(`/staff/line/${id}?do=${kind}`)}>
          {t(`staff.decide.${decisionOf(kind, opening)}`)}
          <span class="sr"> {name}</span>
        </a>
      ))}
    </div>
  );
}
