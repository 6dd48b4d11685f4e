/** Uses of a real clock, by what is wrong with them. */
const wrong = {
  /** A test's result must not depend on the day it runs. */
  "looks at today’s date": /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/,
  /** A test's result must not depend on the speed of the machine. */
  "measures how long something takes": /\bperformance\.now\b|\bhrtime\b|\bBun\.nanoseconds\b|\bconsole\.time\b/,
  /** A test waits for the thing itself, not for its usual time. One turn of the timers (0 ms) is no sleep. */
  sleeps: /\bBun\.sleep\b|\bsetTimeout\((?!.*, 0\))|\bwaitForTimeout\(|\bsetTimeout\b[^;]*"node:timers\/promises"/,
} as const;

export type ClockUse = keyof typeof wrong;

/** Returns what a test file does with clocks, outside comments. */
export function clockUses(text: string): ClockUse[] {
  const code = text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return (Object.keys(wrong) as ClockUse[]).filter((use) => wrong[use].test(code));
}
