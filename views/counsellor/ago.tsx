import type { Translate } from "#src/i18n/i18n.ts";

/** Returns `ms` in words as short as a list needs: "<1 min", "6 min", "1 h 5 min". */
export function duration(language: string, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const unit = (value: number, name: "minute" | "hour") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (minutes < 1) return `<${unit(1, "minute")}`;
  if (minutes < 60) return unit(minutes, "minute");
  const rest = minutes % 60;
  return unit(Math.floor(minutes / 60), "hour") + (rest ? ` ${unit(rest, "minute")}` : "");
}

/** How long ago `at` (ms UTC) was; console.js keeps it true from `data-at`. */
export function Ago({ t, at, now }: { t: Translate; at: number; now: number }) {
  return (
    <time data-at={at} datetime={new Date(at).toISOString()}>
      {duration(t.language, now - at)}
    </time>
  );
}
