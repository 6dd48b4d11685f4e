/** Returns an instant (ms UTC) as RFC 3339 with the offset of a zone (IANA), "2026-11-25T18:00:00+01:00". */
export function zonedTime(timeZone: string, at: number): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return there.toString({ timeZoneName: "never", smallestUnit: "second" });
}

/** Returns the same in UTC, "2026-11-25T17:00:00Z". */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
