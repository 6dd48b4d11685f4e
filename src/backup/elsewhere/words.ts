import type { Key, Translate } from "#src/i18n/i18n.ts";
import { copyDays } from "#src/settings/rules/facts.ts";
import type { CopiesThere } from "./copies-there.ts";
import type { StoreFailure } from "./store-error.ts";
import type { KeysThere } from "./visit.ts";

/** Returns why copies do not get to a store, or not back, and what to do. */
export function whyNotThere(t: Translate, { why, detail }: StoreFailure): string {
  switch (why) {
    case "clock": {
      const n = Number(detail);
      return t(`admin.backup.elsewhere.why.clock_${n > 0 ? "ahead" : "behind"}`, { n: Math.abs(n) });
    }
    case "region":
      if (detail === "") return t("admin.backup.elsewhere.why.region");
      return t("admin.backup.elsewhere.why.region_known", { region: detail });
    case "not_allowed":
      return t(`admin.backup.elsewhere.why.not_allowed_${detail}` as Key);
    default:
      return t(`admin.backup.elsewhere.why.${why}`, { code: detail, file: detail });
  }
}

/** Returns why keys may not lie in a store, and what to do; null if they may, or nobody has tried yet. */
export function whyNoKeys(t: Translate, keys: KeysThere): string | null {
  if (keys === null || keys === "go") return null;
  return t(`admin.backup.elsewhere.keys.${keys}`, { days: copyDays });
}

/** Returns all that is wrong with what lies in a store, in sentences; "" for nothing. */
export function wrongThere(t: Translate, store: Pick<CopiesThere, "failed" | "keys" | "left">): string {
  const [failed, left] = [store.failed(), store.left()];
  const words = [
    failed && `${t("admin.backup.elsewhere.failed")} ${whyNotThere(t, failed)}`,
    whyNoKeys(t, store.keys()),
    left.length > 0 && t("admin.backup.elsewhere.left", { files: left.join(", ") }),
  ];
  return words.filter(Boolean).join(" ");
}
