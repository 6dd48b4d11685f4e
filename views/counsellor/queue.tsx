import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { Waiting } from "#src/queue/place.ts";
import { Ago } from "#views/counsellor/ago.tsx";
import { StateMark } from "#views/counsellor/state.tsx";
import { Icon } from "#views/parts/icons.tsx";

/** What a claim does on the page: the answer is the console with that conversation open. */
const opens = {
  "hx-target": "#panes",
  "hx-select": "#panes",
  "hx-swap": "outerMorph",
  "hx-select-oob": "#bar:outerMorph,#queue:outerMorph,#chats:outerMorph",
  "hx-push-url": "true",
};

/** Everyone who waits, in the order they are served, and the button that takes the next person. */
export function Queue(props: { t: Translate; waiting: Waiting[]; now: number; canClaim: boolean }) {
  const { t, waiting, now, canClaim } = props;
  return (
    <section id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">
        {t("staff.queue.title")} <span class="tally">{waiting.length > 0 && t.number(waiting.length)}</span>
      </h2>
      {waiting.length === 0 && (
        <p class="calm">
          <b>{t("staff.queue.empty")}</b> {t("staff.queue.breathe")}
        </p>
      )}
      {/* Above the rows: an arrival must not move the button from under the hand. */}
      {waiting.length > 0 && canClaim && (
        <form id="take" method="post" action="/staff/claim" hx-post="/staff/claim" {...opens}>
          <button type="submit" class="main" id="take-next">
            {t("staff.queue.take_next")} <kbd>N</kbd>
          </button>
        </form>
      )}
      {waiting.length > 0 && !canClaim && <p class="hint">{t("staff.queue.cannot_claim")}</p>}
      {waiting.length > 0 && (
        <ol class="rows">
          {waiting.map((person) => (
            <WaitingRow t={t} person={person} now={now} canClaim={canClaim} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** Nobody is in need there: a colleague tries everything. */
export function RehearsalMark({ t }: { t: Translate }) {
  return <span class="rehearsal-mark">{t("staff.rehearsal")}</span>;
}

function WaitingRow(props: { t: Translate; person: Waiting; now: number; canClaim: boolean }) {
  const { t, person, now } = props;
  const action = `/staff/conversation/${person.id}/claim`;
  return (
    <li id={`waiting-${person.id}`} class={`row ${person.lane}`}>
      <p class="name">
        {person.lane === "urgent" && (
          <span class="urgent-mark">
            <Icon name="urgent" />
            {t("staff.queue.urgent")}
          </span>
        )}
        {person.rehearsal && <RehearsalMark t={t} />}
        <b>{person.name}</b>
        <Ago t={t} at={person.startedAt} now={now} />
      </p>
      <p class="words" dir="auto">
        {person.firstWords ?? t("staff.queue.no_words")}
      </p>
      <div class="meta">
        {person.line !== null && (
          <span class="of-line" dir="auto">
            {person.line}
          </span>
        )}
        <span lang={person.language}>{languageNames[person.language]}</span>
        {person.feeling !== null && <span>{t("staff.feels", { n: person.feeling })}</span>}
        {person.connection !== "connected" && (
          <StateMark t={t} chat={{ connection: person.connection, ended: null }} since={null} now={now} />
        )}
        <span class="fresh">{t("staff.queue.fresh")}</span>
        {props.canClaim && (
          <form method="post" action={action} hx-post={action} {...opens}>
            <button type="submit" class="link" id={`claim-${person.id}`}>
              {t("staff.queue.take")}
              <span class="sr"> {person.name}</span>
            </button>
          </form>
        )}
      </div>
    </li>
  );
}
