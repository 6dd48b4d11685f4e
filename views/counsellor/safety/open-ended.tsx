import type { Translate } from "#src/i18n/i18n.ts";
import type { OpeningStep } from "#src/retention/reading/opening.ts";

/** How far the reader is with opening an ended chat; `alias`: who asks for their yes. */
export type ShownStep = Exclude<OpeningStep, { step: "agree" }> | { step: "agree"; alias: string };

interface OpenEndedProps {
  t: Translate;
  /** Of what keeps it: "/staff/holds/12". */
  path: string;
  at: string;
  of: "hold" | "concern";
  step: ShownStep | null;
  /** Carried along by the form. */
  after?: number;
}

/** Opens the words of an ended chat: by two who had no part in it, if there are two. A lone reader learns what that leads to. */
export function OpenEnded({ t, path, at, of, step, after }: OpenEndedProps) {
  if (step === null) return <p class="hint">{t("staff.open.not_yours")}</p>;
  if (step.step === "wait") return <p class="hint">{t("staff.open.wait")}</p>;
  const action = `${path}/${step.step === "agree" ? "agree" : "open"}${at}`;
  return (
    <form method="post" action={action}>
      {step.step === "agree" && <p>{t("staff.open.agree", { alias: step.alias })}</p>}
      {"follows" in step && <p>{`${t(whyAlone(step))} ${t(`staff.open.then.${of}.${step.follows}`)}`}</p>}
      {step.step === "alone" && <input type="hidden" name="alone" value="yes" />}
      {after !== undefined && <input type="hidden" name="after" value={after} />}
      <button type="submit" class="second">
        {t(buttonOf(step))}
      </button>
    </form>
  );
}

function whyAlone(step: Extract<ShownStep, { follows: unknown }>) {
  if (step.again) return "staff.open.again";
  return step.step === "alone" ? "staff.open.alone" : (`staff.open.${step.alone}` as const);
}

function buttonOf(step: Exclude<ShownStep, { step: "wait" }>) {
  if ("again" in step) return "staff.open.again_do";
  if (step.step === "read") return step.alone === "nobody_else" ? "staff.open.alone_do" : "staff.concern.open";
  return `staff.open.${step.step}_do` as const;
}
