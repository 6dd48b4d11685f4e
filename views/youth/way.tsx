import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "#views/parts/told/sent.tsx";
import type { ChatState } from "./chat/chat-state.ts";
import { Quiet } from "./danger/danger.tsx";
import { ClearOffer } from "./end/clear.tsx";

interface WayProps {
  t: Translate;
  /** Where the chat stands: in line or not, and whom to call where they are in danger. */
  state: { kind: ChatState["kind"]; call?: string | undefined; quiet?: true | undefined };
  /** What they wrote in line can still be changed. */
  change?: boolean | undefined;
}

type Inner = Pick<WayProps, "t" | "change"> & { call: string; isQuiet: boolean };

/** What they wrote can be changed. It stands there also when it is empty: what comes or goes in it leaves what is beside it alone. */
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

/** One tap out of the line. */
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

/** In danger two, with whom to call in the question. */
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

/** Two taps out of a chat, so that nobody ends it by mistake; and the way to say that something was wrong. */
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
 * The ways out of the line, or of a chat. Each of the three has another number of children: so a script takes one for the other as a whole
 * (`renew` in words.js), and changes within one of them what is other.
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
