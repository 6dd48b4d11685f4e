import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "#views/parts/told/sent.tsx";
import type { ChatState } from "./chat/chat-state.ts";
import { Quiet } from "./danger/danger.tsx";

interface WayProps {
  t: Translate;
  /** In line or not; `call`: whom to call, in danger. */
  state: { kind: ChatState["kind"]; call?: string | undefined; quiet?: true | undefined };
  change?: boolean | undefined;
}

/** Always there, even empty: what comes or goes in it leaves what is beside it alone. */
const ChangeWords = ({ t, change }: Pick<WayProps, "t" | "change">) => (
  <div>
    {change && (
      <a class="row-to" href="/change">
        {t("youth.change.title")}
      </a>
    )}
  </div>
);

/** This page can be older than the chat: without scripts nothing changes it. */
const FromLine = () => <input type="hidden" name="from" value="waiting" />;

/** The way to the question before a chat is deleted (end/clear.tsx); scripts show it beside what is being written (static/words.js). */
export const ClearOffer = ({ t }: { t: Translate }) => (
  <form method="post" action="/clear">
    <input type="hidden" name="sure" value="no" />
    <button class="plain" name="see">
      {t("rules.clear.offer")}
    </button>
  </form>
);

const LeaveLine = ({ t }: { t: Translate }) => (
  <form method="post" action="/end">
    <FromLine />
    <button class="plain">{t("youth.waiting.leave")}</button>
  </form>
);

/** In danger two taps, with whom to call in the question. */
const LeaveLineInDanger = ({ t, call }: { t: Translate; call: string }) => (
  <details>
    <summary>{t("youth.waiting.leave")}</summary>
    <form method="post" action="/end">
      <FromLine />
      <input type="hidden" name="sure" value="yes" />
      <p>
        <strong>{t("youth.danger.leave_sure", { number: call })}</strong> {t("youth.danger.leave")}
      </p>
      <button class="big line">{t("youth.danger.leave_yes")}</button>
    </form>
  </details>
);

/** What nobody should look for in a menu: the way out of the line, and in danger how to say that they cannot write. */
export const Out = ({ t, state: { kind, call, quiet } }: Omit<WayProps, "change">) => (
  <div id="out">
    {call !== undefined && <Quiet t={t} isSaid={quiet === true} />}
    {kind === "waiting" && call === undefined && <LeaveLine t={t} />}
    {kind === "waiting" && call !== undefined && <LeaveLineInDanger t={t} call={call} />}
  </div>
);

const InLine = ({ t, change }: Pick<WayProps, "t" | "change">) => (
  <>
    <ChangeWords t={t} change={change} />
    <ClearOffer t={t} />
  </>
);

/** Two taps, so that no one ends a chat by mistake. */
const InChat = ({ t, inDanger }: { t: Translate; inDanger: boolean }) => (
  <div>
    <a class="row-to" href="/help#wrong">
      {t("youth.help.wrong_link")}
    </a>
    <details>
      <summary>{t("youth.end.summary")}</summary>
      <form method="post" action="/end">
        <Sent />
        <p>{t("youth.end.sure")}</p>
        {inDanger && <p>{t("youth.danger.leave")}</p>}
        <button class="big">{t("youth.end.yes")}</button>
      </form>
      <ClearOffer t={t} />
    </details>
  </div>
);

/**
 * The end of the chat's menu: what ends or deletes it. Its states differ in their numbers of children, so a script replaces one by
 * another as a whole (`renew` in words.js), but patches changes within one.
 */
export const Way = ({ t, state: { kind, call }, change }: WayProps) => (
  <div id="way">
    {kind === "waiting" ? <InLine t={t} change={change} /> : <InChat t={t} inDanger={call !== undefined} />}
  </div>
);
