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

type Inner = Pick<WayProps, "t" | "change"> & { call: string; isQuiet: boolean };

/** Always there, even empty: what comes or goes in it leaves what is beside it alone. */
const ChangeWords = ({ t, change }: Pick<WayProps, "t" | "change">) => (
  <div>
    {change && (
      <p class="plain">
        <a href="/change">{t("youth.change.title")}</a>
      </p>
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

const InLine = ({ t, change }: Pick<WayProps, "t" | "change">) => (
  <>
    <ChangeWords t={t} change={change} />
    <form method="post" action="/end">
      <FromLine />
      <button class="plain">{t("youth.waiting.leave")}</button>
    </form>
    <ClearOffer t={t} />
  </>
);

/** In danger two taps, with whom to call in the question. */
const InLineInDanger = ({ t, change, call, isQuiet }: Inner) => (
  <>
    <ChangeWords t={t} change={change} />
    <div>
      <Quiet t={t} isSaid={isQuiet} />
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
      <ClearOffer t={t} />
    </div>
  </>
);

/** Two taps, so that no one ends a chat by mistake. */
const InChat = ({ t, inDanger, isQuiet }: { t: Translate; inDanger: boolean; isQuiet: boolean }) => (
  <div>
    {inDanger && <Quiet t={t} isSaid={isQuiet} />}
    <p class="plain">
      <a href="/help#wrong">{t("youth.help.wrong_link")}</a>
    </p>
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
 * The ways out of the line or a chat. Their numbers of children differ, so a script replaces one by another as a whole
 * (`renew` in words.js), but patches changes within one.
 */
export const Way = ({ t, state: { kind, call, quiet }, change }: WayProps) => (
  <div id="way">
    {kind !== "waiting" && <InChat t={t} inDanger={call !== undefined} isQuiet={quiet === true} />}
    {kind === "waiting" && call === undefined && <InLine t={t} change={change} />}
    {kind === "waiting" && call !== undefined && (
      <InLineInDanger t={t} change={change} call={call} isQuiet={quiet === true} />
    )}
  </div>
);
