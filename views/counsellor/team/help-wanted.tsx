import type { HelpAsked } from "#src/conversation/colleagues/help.ts";
import type { maxHelpWords } from "#src/conversation/colleagues/help-wanted.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { UrgentMark } from "#views/counsellor/console/queue.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { changesPanes } from "./acts.tsx";

export interface HelpRow {
  id: number;
  name: string;
  /** Alias of its counsellor. */
  of: string;
  /** Porchlight asked for them. */
  byPorchlight: boolean;
  /** Its counsellor is needed in an emergency elsewhere: someone has to take it. */
  needed: boolean;
  /** Its young person left in danger: it cannot be joined, but something can be done. */
  left: boolean;
  /** The reader asked, or it was asked for them. */
  isOwn: boolean;
  mayCome: boolean;
  urgent: boolean;
  words: string | null;
  at: number;
}

/** Must equal the rule's own number, or it does not compile. */
const most: typeof maxHelpWords = 300;

/** In the top line: who wants help, for how long, and the way to them. */
export function HelpWanted({ t, wanted, now }: { t: Translate; wanted: readonly HelpRow[]; now: number }) {
  const others = wanted.filter((one) => !one.isOwn);
  // What the reader asked stands in the head of the chat; what Porchlight asked, perhaps in a closed chat, here.
  const shown = wanted.filter((one) => !one.isOwn || one.byPorchlight);
  return (
    <div id="help-wanted" data-ids={helpIds(wanted)} data-said={t("staff.help.said")}>
      {shown.length > 0 && (
        <details class="menu" id="help-menu">
          <summary class={others.length > 0 ? "quiet called" : "quiet"} data-letter="g">
            <Icon name="hand" />
            <b>{t("staff.help.wanted", { n: shown.length })}</b>
            <span class="n" aria-hidden="true">
              {t.number(shown.length)}
            </span>
          </summary>
          <ul class="float help-rows">
            {shown.map((one) => (
              <li id={`help-${one.id}`}>
                <p>
                  {one.urgent && <UrgentMark t={t} />} <b>{one.name}</b> <Ago t={t} at={one.at} now={now} />
                </p>
                <p class="soft">{who(t, one)}</p>
                {one.left && <p class="soft">{t("staff.left.mark")}</p>}
                {one.words !== null && <p dir="auto">{one.words}</p>}
                {one.mayCome && <Come t={t} {...one} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Returns what others ask for, under a new name each time: scripts tell by them what is news. */
export function helpIds(wanted: readonly HelpRow[]): string {
  return wanted.flatMap(({ id, at, isOwn }) => (isOwn ? [] : [`${id}-${at}`])).join(" ");
}

function who(t: Translate, { isOwn, byPorchlight, needed, of }: HelpRow): string {
  if (needed) return t("staff.needed.said", { alias: of });
  if (byPorchlight) return t(isOwn ? "staff.help.by_porchlight_yours" : "staff.help.by_porchlight", { alias: of });
  return t("staff.help.of", { alias: of });
}

function Come({ t, id, name, needed, left }: { t: Translate } & Pick<HelpRow, "id" | "name" | "needed" | "left">) {
  if (left) return <SeeHelp t={t} id={id} name={name} />;
  const action = needed ? `/staff/conversation/${id}/take-over` : `/staff/conversation/${id}/help/answer`;
  return (
    <form method="post" action={action} hx-post={action} {...changesPanes}>
      <button type="submit" class="main" id={`come-${id}`}>
        {t(needed ? "staff.needed.take" : "staff.act.join")}
        <span class="sr"> {name}</span>
      </button>
    </form>
  );
}

/** One press says that a colleague has seen it, and leads to what can be done. */
function SeeHelp({ t, id, name }: { t: Translate; id: number; name: string }) {
  return (
    <form method="post" action={`/staff/conversation/${id}/help/answer`}>
      <button type="submit" class="main" id={`come-${id}`}>
        {t("staff.left.look")}
        <span class="sr"> {name}</span>
      </button>
    </form>
  );
}

/** A call for help after its chat is over and its young person left in danger. */
export interface HelpAfterNow {
  asked: boolean;
  /** Who has seen it, when (ms UTC) and by which clock (IANA name). */
  seen: { alias: string; at: number; zone: string } | null;
}

/** A call for help where the chat was: it stays until a colleague has seen it, or the asker takes it back. */
export function HelpAfter({ t, id, after }: { t: Translate; id: number; after: HelpAfterNow | null }) {
  const action = `/staff/conversation/${id}/help/back`;
  return (
    <div id={`help-after-${id}`} role="status">
      {after?.asked && (
        <form class="left-act" method="post" action={action} hx-post={action} hx-swap="none">
          <p>{t("staff.help.stands")}</p>
          <button type="submit" class="second" id={`help-after-back-${id}`}>
            {t("staff.help.take_back")}
          </button>
        </form>
      )}
      {after?.seen && (
        <p class="note">
          {t("staff.help.seen_by", { alias: after.seen.alias, time: t.time(after.seen.at, after.seen.zone) })}
        </p>
      )}
    </div>
  );
}

/** Under an own chat: one press asks everyone on shift; the question can be added, and all of it taken back. */
export function AskHelp({ t, id, asked, now }: { t: Translate; id: number; asked: HelpAsked | null; now: number }) {
  const action = `/staff/conversation/${id}/help`;
  if (!asked) {
    return (
      <form id={`ask-help-${id}`} method="post" action={action} hx-post={action} hx-swap="none">
        <button type="submit" class="quiet" data-letter="q" title={t("staff.help.ask")}>
          <Icon name="hand" />
          <HelpLabel t={t} asked={false} />
        </button>
      </form>
    );
  }
  return (
    <details class="menu asked-help" id={`asked-help-${id}`}>
      <summary class="quiet called" data-letter="q">
        <Icon name="hand" />
        <HelpLabel t={t} asked />
      </summary>
      <div class="float">
        <p>
          {t("staff.help.asked")} <Ago t={t} at={asked.at} now={now} />
        </p>
        <p>{t("staff.help.means")}</p>
        <form method="post" action={action} hx-post={action} hx-swap="none">
          <label for={`help-words-${id}`}>{t("staff.help.words")}</label>
          <input
            id={`help-words-${id}`}
            name="words"
            value={asked.words ?? ""}
            maxlength={most}
            dir="auto"
            autocomplete="off"
            required
            hx-morph-skip=""
          />
          <button type="submit" class="second">
            {t("staff.composer.send")}
          </button>
        </form>
        <form method="post" action={`${action}/back`} hx-post={`${action}/back`} hx-swap="none">
          <button type="submit" class="second" id={`help-back-${id}`}>
            {t("staff.help.take_back")}
          </button>
        </form>
      </div>
    </details>
  );
}

/** As wide with either word, so that what stands beside it stays where it is. */
function HelpLabel({ t, asked }: { t: Translate; asked: boolean }) {
  return (
    <span class="label either">
      <span aria-hidden={asked ? "true" : undefined}>{t("staff.acts.help")}</span>
      <span aria-hidden={asked ? undefined : "true"}>{t("staff.acts.helped")}</span>
    </span>
  );
}
