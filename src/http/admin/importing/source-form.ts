import { maxSource } from "#src/directory/sharing/sources.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";
import type { SourceDraft, SourceProblem } from "#views/admin/importing/sharing-form.tsx";

/** Returns why a draft cannot be kept although its address is right. */
export function sourceProblems({
  name,
  zone,
  licence,
}: Pick<SourceDraft, "name" | "zone" | "licence">): SourceProblem[] {
  const isName = isNamed(name) && name.length <= maxSource.name && !misleads(name);
  const isNote = licence.length <= maxSource.licenceNote && !misleads(licence);
  return [
    ...(isName ? [] : [{ field: "name", problem: name === "" ? "missing" : "bad_name" } as const]),
    ...(isZone(zone) ? [] : [{ field: "zone", problem: "bad_zone" } as const]),
    ...(isNote ? [] : [{ field: "licence", problem: "too_long" } as const]),
  ];
}
