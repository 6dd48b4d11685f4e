import type { HoldReason } from "#src/conversation/state.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Hold } from "#src/retention/safeguarding-hold.ts";
import { RiskMark } from "#views/counsellor/console/queue.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Pages } from "#views/parts/pages.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { ChatWords, type OpenedChat } from "./chat-words.tsx";
import { OpenEnded, type ShownStep } from "./open-ended.tsx";

const dayMs = 24 * 3_600_000;

type ShownHold = Hold & {
  name: string;
  alias: string;
  endedBy: string | null;
  /** Until when it can be held again, ms UTC; null = no longer. */
  againUntil: number | null;
  step: ShownStep | null;
  reasons: readonly HoldReason[];
  /** The young person came back to it with their code: no one reads it here until it is over again. */
  goesOn: boolean;
};

/** An ended chat whose words are kept. */
interface KeptChat {
  id: number;
  name: string;
  /** When it ended, ms UTC. */
  at: number;
  /** Of its counsellor; "" = no one had it. */
  alias: string;
  risk: boolean;
}

export interface HoldsProps {
  frame: StaffFrame;
  now: ShownHold[];
  past: ShownHold[];
  kept: KeptChat[];
  /** The reader lifts holds and reads what is held; others only hold it. */
  mayLift: boolean;
  place: { page: number; pages: number };
  /** Id of the chat that someone came for; 0 = none. */
  wanted: number;
  reasons: readonly HoldReason[];
  /** Usual days, and the most. */
  days: number;
  most: number;
  done: "held" | "lifted" | null;
  opened: (OpenedChat & { id: number }) | null;
  refused: { id: number; reason: HoldReason; days: string; wrong: string } | null;
  at: number;
  zone: string;
}

/** Chats that supervisors hold for safeguarding, and until when. */
export function Holds(props: HoldsProps) {
  const { frame, now, past, kept, zone, refused, done, wanted } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.holds.title")} here="holds" wrong={refused !== null}>
      <h1>{t("staff.holds.title")}</h1>
      <p class="lead">{t("staff.holds.lead")}</p>
      {done && <Done words={t(`staff.holds.done.${done}`)} />}
      <section class="holds" aria-labelledby="held-now">
        <h2 id="held-now">{t("staff.holds.now")}</h2>
        {now.length === 0 && <p class="soft">{t("staff.holds.none")}</p>}
        <ul class="list">
          {now.map((one) => (
            <Held {...props} one={one} />
          ))}
        </ul>
      </section>
      <section class="holds" aria-labelledby="kept">
        <h2 id="kept">{t("staff.holds.kept")}</h2>
        {kept.length === 0 && (
          <p class="soft">{t(now.length === 0 ? "staff.holds.kept_none" : "staff.holds.kept_none")}</p>
        )}
        <ul class="list">
          {kept.map((one) => (
            <li id={`chat-${one.id}`}>
              <div>
                <p>
                  <b>{one.name}</b> {one.risk && <RiskMark t={t} />}
                </p>
                <p class="soft">{t("staff.holds.over", { at: t.dateTime(one.at, zone), alias: one.alias })}</p>
              </div>
              <details open={refused?.id === one.id || wanted === one.id}>
                <summary class="second">{t("staff.holds.hold")}</summary>
                <Form {...props} id={one.id} button={t("staff.holds.hold")} />
              </details>
            </li>
          ))}
        </ul>
        <Pages t={t} {...props.place} to={(page) => `/staff/holds?page=${page}#kept`} />
      </section>
      {past.length > 0 && (
        <section class="holds" aria-labelledby="held-once">
          <h2 id="held-once">{t("staff.holds.past")}</h2>
          <ul class="list">
            {past.map((one) => (
              <li>
                <p>
                  <b>{one.name}</b>
                </p>
                <p class="soft">{becameOf(t, one, zone)}</p>
                {one.againUntil !== null && one.againUntil > props.at && (
                  <p>{t("staff.holds.again_hint", { until: t.dateTime(one.againUntil, zone) })}</p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </StaffSheet>
  );
}

function becameOf(t: Translate, { reason, ended, endedBy }: ShownHold, zone: string): string {
  const said = { reason: t(`staff.holds.reason.${reason}`), at: t.dateTime(ended?.at ?? 0, zone) };
  return endedBy === null ? t("staff.holds.lapsed", said) : t("staff.holds.lifted", { ...said, alias: endedBy });
}

function Held(props: HoldsProps & { one: ShownHold }) {
  const { frame, one, opened, zone } = props;
  const { t } = frame;
  const id = one.conversationId ?? 0;
  const isOpen = opened?.id === id;
  const when = { until: t.dateTime(one.until, zone), at: t.dateTime(one.at, zone) };
  const why = { reason: t(`staff.holds.reason.${one.reason}`), alias: one.alias };
  return (
    <li id={`chat-${id}`}>
      <div>
        <p>
          <b>{one.name}</b>
        </p>
        <p class="soft">{t("staff.holds.until", { ...when, ...why })}</p>
        {one.goesOn && <p>{t("staff.holds.goes_on")}</p>}
        {isOpen && <ChatWords t={t} name={one.name} words={opened} back="holds" />}
      </div>
      <div class="row-of">
        {isOpen && (
          <a class="second" href={`/staff/holds#chat-${id}`}>
            {t("staff.over.close")}
          </a>
        )}
        {!isOpen && !one.goesOn && props.mayLift && (
          <OpenEnded t={t} path={`/staff/holds/${id}`} at={`#chat-${id}`} of="hold" step={one.step} />
        )}
        {props.mayLift && (
          <form method="post" action={`/staff/holds/${id}/lift`}>
            <button type="submit" class="second">
              {t("staff.holds.lift")}
            </button>
          </form>
        )}
      </div>
      <details open={props.refused?.id === id}>
        <summary class="second">{t("staff.holds.longer")}</summary>
        <Form
          {...props}
          id={id}
          button={t("staff.holds.hold")}
          reasons={one.reasons}
          chosen={one.reason}
          days={Math.max(props.days, Math.ceil((one.until - props.at) / dayMs))}
        />
      </details>
    </li>
  );
}

function Form(props: HoldsProps & { id: number; button: string; chosen?: HoldReason }) {
  const { frame, id, reasons, days, most, button } = props;
  const { t } = frame;
  const refused = props.refused?.id === id ? props.refused : null;
  const chosen = refused?.reason ?? props.chosen;
  return (
    <form class="hold" method="post" action={`/staff/holds/${id}`}>
      {reasons.length === 1 && <input type="hidden" name="reason" value={reasons[0]} />}
      {reasons.length > 1 && <label for={`reason-${id}`}>{t("staff.holds.reason")}</label>}
      {reasons.length > 1 && (
        <select id={`reason-${id}`} name="reason">
          {reasons.map((reason) => (
            <option value={reason} selected={reason === chosen}>
              {t(`staff.holds.reason.${reason}`)}
            </option>
          ))}
        </select>
      )}
      <label for={`days-${id}`}>{t("staff.holds.days", { most })}</label>
      <input
        id={`days-${id}`}
        name="days"
        type="number"
        min={1}
        max={most}
        value={refused?.days ?? days}
        aria-invalid={refused ? "true" : undefined}
        aria-describedby={refused ? `wrong-${id}` : undefined}
      />
      {refused && (
        <p class="wrong" id={`wrong-${id}`} role="alert">
          {refused.wrong}
        </p>
      )}
      <button type="submit" class="main">
        {button}
      </button>
    </form>
  );
}
