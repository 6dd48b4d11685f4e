import { type Figure, percentile } from "#lab/load/report/report.ts";
import { hashPassword } from "#src/crypto/password.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { acceptInvitation, invite } from "#src/staff/accounts/invitation.ts";
import { member, password } from "#tests/support/house/helpline.ts";
import { says, unescaped } from "#tests/support/house/http.ts";
import { honest, honestFigures, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";

interface GuessPlan {
  program: string;
  guessers: number;
  seconds: number;
  accounts: number;
  /** Timed tries of each kind; 0 where other tests would disturb them. */
  timed: number;
  slack: number;
}

/** Passwords for one account an hour by strangers, and altogether: at once, and a second (limits.ts). */
const most = { account: 10, atOnce: 40, perSecond: 10 };

/** A11, S13: passwords are guessed, sprayed and timed, beside an honest chat. */
export async function guess(plan: GuessPlan): Promise<Figure[]> {
  const attacked = await house({
    program: plan.program,
    chats: 1,
    arrange: (helpline) => accounts(helpline, plan.accounts),
  });
  const figures: Figure[] = [];
  try {
    const owner = await signIn(attacked, "anna", password, "192.0.44.1");
    const device = owner.cookies;
    const noor = await honest(attacked);
    const one = await guessAt(attacked, plan, () => "anna");
    const known = await signIn(attacked, "anna", password, "192.0.44.1", device);
    const spray = await guessAt(attacked, plan, (n) => `s${n % plan.accounts}`);
    await noor.stop();
    // The last are still answered when the time is up.
    const mayBe = most.atOnce + most.perSecond * Math.ceil(spray.seconds);
    figures.push(
      ...honestFigures("A11", noor, 50, plan.slack),
      figure(
        `A11: ${plan.guessers} guess at one account, ${one.asked} times`,
        `${one.tried} passwords tried`,
        `at most ${most.account} an hour`,
        one.tried <= most.account,
      ),
      figure("S13: its owner meanwhile, in a browser that is known", String(known.status), "303", known.status === 303),
      figure(
        `A11: one password sprayed on ${plan.accounts} accounts, ${spray.asked} times`,
        `${spray.tried} tried in ${spray.seconds.toFixed(1)} s`,
        `at most ${mayBe}: ${most.perSecond} a second`,
        spray.tried <= mayBe,
      ),
      wholeFigure("A11", attacked),
    );
  } finally {
    await attacked.stop();
  }
  return plan.timed > 0 ? [...figures, await timing(plan)] : figures;
}

async function accounts(helpline: Helpline, count: number) {
  await member(helpline, "anna", "Anna Peeters", "Mika", ["counsellor"]);
  const passwordHash = await hashPassword("one password of all of them");
  for (let n = 0; n < count; n += 1) {
    await helpline.db.change("command line", (tx, emit) => {
      const token = invite(tx, emit, { roles: ["counsellor"], first: false });
      const names = {
        signInName: `s${n}`,
        realName: `Sven ${n}`,
        alias: `S${n}`,
        language: "en",
        helplineName: null,
      } as const;
      return acceptInvitation(tx, emit, { token, ...names, passwordHash });
    });
  }
}

/** As many guesses as possible, each from another network; refused for haste, they try again at once. */
async function guessAt(attacked: House, { guessers, seconds }: GuessPlan, nameOf: (n: number) => string) {
  const from = performance.now();
  const until = from + seconds * 1_000;
  let asked = 0;
  let tried = 0;
  const guesser = async (n: number) => {
    while (performance.now() < until) {
      asked += 1;
      const { text } = await signIn(attacked, nameOf(asked), `a guess number ${asked}`, `192.0.${50 + n}.1`);
      if (text.includes(says("session.sign_in.wrong"))) tried += 1;
    }
  };
  await Promise.all(Array.from({ length: guessers }, (_, n) => guesser(n)));
  return { asked, tried, seconds: (performance.now() - from) / 1_000 };
}

/** Whether the time of an answer tells that an account exists: without limits, one by one, in turns. */
async function timing({ program, timed }: GuessPlan): Promise<Figure> {
  const open = await house({ program, chats: 0, unlimited: true, arrange: (helpline) => accounts(helpline, 0) });
  try {
    const took = { anna: [] as number[], nobody: [] as number[] };
    for (let n = 0; n < timed + 5; n += 1) {
      for (const name of n % 2 ? (["anna", "nobody"] as const) : (["nobody", "anna"] as const)) {
        const from = performance.now();
        await signIn(open, name, `a guess number ${n}`, "192.0.44.1");
        if (n >= 5) took[name].push(performance.now() - from);
      }
    }
    const [known, unknown] = [percentile(took.anna, 0.5), percentile(took.nobody, 0.5)];
    const apart = Math.abs(known - unknown);
    return figure(
      `A11: the time of ${timed} wrong passwords for an account, and for none`,
      `p50 ${known.toFixed(2)} and ${unknown.toFixed(2)} ms, ${apart.toFixed(2)} ms apart`,
      "a twentieth apart at most",
      apart <= Math.max(known, unknown) / 20,
    );
  } finally {
    await open.stop();
  }
}

async function signIn({ origin }: House, name: string, typed: string, from: string, cookies = "") {
  const answer = await fetch(`${origin}/staff/sign-in`, {
    method: "POST",
    headers: { Origin: origin, "X-Forwarded-For": from, Cookie: cookies },
    body: new URLSearchParams({ name, password: typed }),
    redirect: "manual",
  });
  const given = answer.headers.getSetCookie().map((line) => line.split(";")[0]!);
  // The device alone, without the session.
  return {
    status: answer.status,
    text: unescaped(await answer.text()),
    cookies: given.filter((one) => !/^(__Host-)?staff=/.test(one)).join("; "),
  };
}

const figure = (name: string, got: string, aim: string, pass: boolean): Figure => ({ name, got, aim, pass });
