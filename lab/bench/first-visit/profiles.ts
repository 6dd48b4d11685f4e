/** A phone and its network, as PROMISES.md Y14 names them. Rates in bits per second, times in ms. */
export interface Profile {
  name: "P75" | "SLOW4G" | "EDGE";
  rttMs: number;
  downBits: number;
  upBits: number;
  /** How many times slower than this machine the phone is. */
  cpu: number;
  /** Most ms from coming to typing, and from the start of the chat page to the live line. */
  budget: { type: number; live: number };
}

export const profiles: Profile[] = [
  { name: "P75", rttMs: 100, downBits: 9e6, upBits: 3e6, cpu: 4, budget: { type: 1_000, live: 1_200 } },
  { name: "SLOW4G", rttMs: 150, downBits: 1.638e6, upBits: 0.75e6, cpu: 4, budget: { type: 1_500, live: 1_800 } },
  { name: "EDGE", rttMs: 400, downBits: 4e5, upBits: 4e5, cpu: 6, budget: { type: 2_500, live: 3_500 } },
];

/** ms: what depends on the round trip, and what does not. */
export const sendBudget = ({ rttMs }: Profile) => rttMs + 300;
export const formBudget = ({ rttMs }: Profile) => 2 * rttMs + 500;
export const leaveBudget = 100;

/** The first view as the server sends it, headers included. */
export const viewBudget = { requests: 2, bytes: 10 * 1024, script: 4 * 1024 };

/** Bytes both ways of a chat of sixty messages: the aim, and what must not be passed. */
export const chatBudget = {
  socket: { target: 100_000, hard: 150_000 },
  poll: { target: 150_000, hard: 200_000 },
  forms: { target: 350_000, hard: 450_000 },
};
