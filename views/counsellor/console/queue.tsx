import type { DangerKind } from "#src/conversation/safety/danger-answers.ts";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { WhoLeft } from "#src/queue/door/who-left.ts";
import type { Waiting } from "#src/queue/rows.ts";
import type { LeftAlone } from "#src/queue/wait/unattended.ts";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { StateMark, wordsOfEnd } from "../state.tsx";

/** The answer to a claim is the console with that conversation open (`opening`, around the lists). */
const opens = { "hx-select-oob": "#bar:outerMorph,#queue:outerMorph,#chats:outerMorph" };

/** Everyone who waits, in order, with the button that takes the next; below them who colleagues look after. */
export function Queue(props: {
  t: Translate;
  waiting: Waiting[];
  leftAlone?: LeftAlone[];
  whoLeft?: WhoLeft[];
  /** If only changed rows are here: how many wait and left, and all ids in order. The page has the other rows. */
  all?: { waiting: number; left: number; order: number[] } | undefined;
  now: number;
  canClaim: boolean;
  /** The reader is off new chats and cannot take anyone (console-lists.js keeps it so). */
  off?: boolean;
  /** The reader has no room for one more (console-lists.js keeps it so). */
  full?: boolean;
  /** Staff id of the reader, where it is drawn for one; console-lists.js tells the others apart. */
  me?: number;
}) {
  const { t, waiting, leftAlone = [], whoLeft = [], all, now, canClaim, off = false, full = false } = props;
  const count = all?.waiting ?? waiting.length;
  const left = all?.left ?? whoLeft.length;
  const rows = all?.order.length ?? waiting.length + leftAlone.length + whoLeft.length;
  return (
    <section id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">
        {t("staff.queue.title")} <span class="tally">{count > 0 && t.number(count)}</span>
      </h2>
      {/* No calm words above someone in danger. */}
      {count === 0 && left === 0 && (
        <p class="calm">
          <b>{t("staff.queue.empty")}</b> {t("staff.queue.breathe")}
        </p>
      )}
      {/* Above the rows: an arrival must not move the button from under the hand. */}
      {count > 0 && canClaim && (
        <form id="take" method="post" action="/staff/claim" hx-post="/staff/claim" {...opens}>
          <button type="submit" class="main" id="take-next" disabled={off || full}>
            <span class="can">{t("staff.queue.take_next")}</span> <kbd>N</kbd>
            <span class="is-full">{t("staff.queue.at_capacity")}</span>
          </button>
        </form>
      )}
      {count > 0 && !canClaim && <p class="hint">{t("staff.queue.cannot_claim")}</p>}
      {rows > 0 && (
        <ol class="rows" data-order={all?.order.join(" ")}>
          {/* First, so that no one overlooks them among those who still wait. */}
          {whoLeft.map((one) => (
            <WhoLeftRow t={t} one={one} now={now} canClaim={canClaim} />
          ))}
          {waiting.map((person) => (
            <WaitingRow t={t} person={person} now={now} canClaim={canClaim} off={off} />
          ))}
          {leftAlone.map((chat) => (
            <LeftAloneRow t={t} chat={chat} canClaim={canClaim} me={props.me} />
          ))}
        </ol>
      )}
      {/* Only a script knows how many do not fit (console-lists.js). */}
      {rows > 0 && <p class="more-below" hidden data-says={t("staff.queue.more_below", { n: "#" })} />}
    </section>
  );
}

/** Anyone who can may take it over from outside. Not shown to its counsellor in an emergency elsewhere, whose steps say it. */
function LeftAloneRow({
  t,
  chat,
  canClaim,
  me,
}: {
  t: Translate;
  chat: LeftAlone;
  canClaim: boolean;
  me?: number | undefined;
}) {
  const { id, name, counsellorId, alias, why, backAt, zone } = chat;
  const of = why === "needed" ? counsellorId : undefined;
  return (
    <li id={`left-${id}`} class="left-alone" data-of={of} hidden={of !== undefined && of === me}>
      <p>
        <b>{name}</b>{" "}
        {backAt === null
          ? t("staff.queue.unanswered_with", { alias })
          : t("staff.queue.left_alone_until", { alias, time: t.time(backAt, zone) })}
      </p>
      <p class="state warn">
        <Icon name={leftLooks[why].icon} />
        <span>{t(leftLooks[why].says)}</span>
      </p>
      {canClaim && (
        <p>
          <a id={`step-in-${id}`} href={`/staff/conversation/${id}`}>
            {t("staff.queue.step_in")}
            <span class="sr"> {name}</span>
          </a>
        </p>
      )}
    </li>
  );
}

/** Someone left in danger: how, and how long ago. Their words are one page further. */
function WhoLeftRow({ t, one, now, canClaim }: { t: Translate; one: WhoLeft; now: number; canClaim: boolean }) {
  return (
    <li id={`danger-${one.id}`} class="left-alone in-danger">
      <p class="name">
        <DangerMark t={t} mark={one.mark} /> <b>{one.name}</b> <Ago t={t} at={one.at} now={now} />
      </p>
      <p class="state">
        <Icon name="leave" />
        <span>
          {t("staff.left.mark")} · {t(wordsOfEnd(one.how))}
        </span>
      </p>
      {canClaim && (
        <p>
          <a id={`to-danger-${one.id}`} href={`/staff/danger/${one.id}`}>
            {t("staff.left.look")}
            <span class="sr"> {one.name}</span>
          </a>
        </p>
      )}
    </li>
  );
}

/** How it is known that someone who left is in danger; "left": they left in it. */
export function DangerMark({ t, mark }: { t: Translate; mark: WhoLeft["mark"] | "left" }) {
  if (mark === "left") {
    return (
      <span class="urgent-mark">
        <Icon name="leave" />
        {t("staff.left.mark")}
      </span>
    );
  }
  if (mark === "emergency") return <EmergencyMark t={t} />;
  return mark === "risk" ? <RiskMark t={t} /> : <UrgentMark t={t} />;
}

const leftLooks = {
  gone: { icon: "lost", says: "staff.queue.left_alone" },
  unanswered: { icon: "waiting", says: "staff.queue.unanswered" },
  needed: { icon: "urgent", says: "staff.needed.row" },
} as const;

/** Returns a name by which scripts know that someone waits: a new one each time, so that it is news again. */
export function waitId({ id, waitsSince }: Pick<Waiting, "id" | "waitsSince">): string {
  return `${id}-${waitsSince}`;
}

/** Mark: they said themselves that it is urgent. */
export function UrgentMark({ t }: { t: Translate }) {
  return (
    <span class="urgent-mark">
      <Icon name="urgent" />
      {t("staff.queue.urgent")}
    </span>
  );
}

/** Mark: an emergency was declared in it. */
export function EmergencyMark({ t }: { t: Translate }) {
  return (
    <span class="urgent-mark emergency-mark">
      <Icon name="urgent" />
      {t("staff.emergency.title")}
    </span>
  );
}

/** Mark: a counsellor marked danger in it. */
export function RiskMark({ t }: { t: Translate }) {
  return (
    <span class="urgent-mark risk-mark">
      <Icon name="urgent" />
      {t("staff.risk.mark")}
    </span>
  );
}

/** Mark: someone else may read the young person's screen. */
export function WatchedMark({ t }: { t: Translate }) {
  return (
    <span class="urgent-mark">
      <Icon name="above" />
      {t("staff.watched.mark")}
    </span>
  );
}

/** Mark: they said by a button that they cannot write now, and have written nothing since. */
export function SilentMark({ t }: { t: Translate }) {
  return (
    <span class="urgent-mark">
      <Icon name="mute" />
      {t("staff.queue.silent")}
    </span>
  );
}

/** What is happening, as someone tapped it while they wait in danger. */
function KindMark({ t, kind }: { t: Translate; kind: DangerKind }) {
  return <span class="urgent-mark">{t(`staff.danger.${kind}`)}</span>;
}

/** No one is in need there: a colleague tries things out. */
export function RehearsalMark({ t }: { t: Translate }) {
  return <span class="rehearsal-mark">{t("staff.rehearsal")}</span>;
}

function WaitingRow(props: { t: Translate; person: Waiting; now: number; canClaim: boolean; off: boolean }) {
  const { t, person, now } = props;
  const action = `/staff/conversation/${person.id}/claim`;
  return (
    <li id={`waiting-${person.id}`} class={`row ${person.lane}`} data-wait={waitId(person)}>
      <p class="name">
        {person.lane === "urgent" && <UrgentMark t={t} />}
        <b>{person.name}</b>
        <span class="fresh">{t("staff.queue.fresh")}</span>
        <span class="clock">
          <Ago t={t} at={person.waitsSince} now={now} />
        </span>
      </p>
      <p class="words">
        <WaitingMeta {...props} />
        {props.canClaim && <bdi>{person.firstWords ?? t("staff.queue.no_words")}</bdi>}
      </p>
      {props.canClaim && (
        <form method="post" action={action} hx-post={action} {...opens}>
          <button type="submit" class="link" id={`claim-${person.id}`} disabled={props.off}>
            {t("staff.queue.take")}
            <span class="sr"> {person.name}</span>
          </button>
        </form>
      )}
    </li>
  );
}

/** Before the words: only what is out of the ordinary, so that most rows have both lines for what was written. */
function WaitingMeta({ t, person, now, canClaim }: Parameters<typeof WaitingRow>[0]) {
  return (
    <span class="meta">
      {canClaim && person.danger !== null && <KindMark t={t} kind={person.danger} />}
      {canClaim && person.silent && <SilentMark t={t} />}
      {person.risk && <RiskMark t={t} />}
      {person.watched && <WatchedMark t={t} />}
      {person.lane !== "urgent" && person.urgency !== null && (
        <span class="pressing-mark">
          <Icon name="urgent" />
          {t(`youth.which.urgent.${person.urgency}`)}
        </span>
      )}
      {person.connection !== "connected" && (
        <StateMark t={t} chat={{ connection: person.connection, ended: null }} since={null} now={now} />
      )}
      {person.kind === "rehearsal" && <RehearsalMark t={t} />}
      {person.calledBack && <span class="called-back-mark">{t("staff.queue.called_back")}</span>}
      {!person.spoken && (
        <span title={t("staff.queue.not_spoken")} lang={person.language}>
          {languageNames[person.language]}
        </span>
      )}
      {person.line !== null && <bdi>{person.line}</bdi>}
    </span>
  );
}
