/** The two ends of the line between the namespaces, unreachable for anyone else. */
export const helpAddress = "10.77.0.1";
export const youngAddress = "10.77.0.2";

/** The browser is told where it is; no name server is asked. */
export const host = "chat.test";
export const origin = `https://${host}`;

/** Environment variable that names the namespace of the young person's side. */
export const youngSideName = "BENCH_YOUNG_SIDE";
