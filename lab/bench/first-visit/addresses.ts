/** The two ends of the line between the namespaces, which nobody else can reach. */
export const helpAddress = "10.77.0.1";
export const youngAddress = "10.77.0.2";

/** What people type. It is asked of no name server: the browser is told where it is. */
export const host = "chat.test";
export const origin = `https://${host}`;

/** The environment variable by which a run knows the namespace of the young person's side. */
export const youngSideName = "BENCH_YOUNG_SIDE";
