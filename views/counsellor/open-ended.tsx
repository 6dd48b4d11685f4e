import type { Translate } from "#src/i18n/i18n.ts";

/** How far whoever looks is with reading a chat that is over; `alias`: who asks them to say yes. */
export interface ShownStep {
  step: "ask" | "wait" | "alone" | "agree" | "read";
  alias: string;
}

interface OpenEndedProps {
  t: Translate;
  /** Of what keeps it: "/staff/holds/12". */
  path: string;
  /** The part of the page to come back to. */
  at: string;
  step: ShownStep["step"] | null;
  alias: string;
  /** What the form carries along. */
  after?: number;
}

/** The way to the words of a chat that is over: by two who had no part in it, where there are two. */
export function OpenEnded({ t, path, at, step, alias, after }: OpenEndedProps) {
  if (step === null) return <p class="hint">{t("staff.open.not_yours")}</p>;
  if (step === "wait") return <p class="hint">{t("staff.open.wait")}</p>;
  const action = `${path}/${step === "agree" ? "agree" : "open"}${at}`;
  return (
    <form method="post" action={action}>
      {step === "alone" && <p>{t("staff.open.alone")}</p>}
      {step === "agree" && <p>{t("staff.open.agree", { alias })}</p>}
      {step === "alone" && <input type="hidden" name="alone" value="yes" />}
      {after !== undefined && <input type="hidden" name="after" value={after} />}
      <button type="submit" class="second">
        {t(step === "read" ? "staff.concern.open" : `staff.open.${step}_do`)}
      </button>
    </form>
  );
}
