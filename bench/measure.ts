import type { Credentials } from '../simulators/bridge-environment.ts';
import type { Database } from './database.ts';
import { type LoadUser, type LoadUsers, loadUsers } from './load/load-users.ts';
import { closedLoop, fixedRate, latencies, type Round, type Send } from './load/loads.ts';
import type { Peers } from './peers.ts';
import type { Pinning } from './pinning.ts';
import type { Plan } from './plan.ts';
import { type Usage, usageOf } from './process-usage.ts';
import { type Subject, type SubjectName, startSubject } from './subjects.ts';

/** In this order: what sessions leave behind that were opened for the handoffs must not weigh on anything else. */
const workloads = ['customer', 'agent', 'fixed', 'handoff'] as const;

export type Workload = (typeof workloads)[number];

/** One round of one workload, with what the subject itself used for it. */
export interface Measured extends Round {
  /** Processor time of the subject for each message or handoff, in microseconds. */
  readonly cpuMicros: number;
  /** The same for the database, where there is one. */
  readonly databaseCpuMicros: number;
  /** The same for load and peers, which are one process. */
  readonly loadCpuMicros: number;
  readonly residentMb: number;
}

export type Results = Readonly<Record<Workload, readonly Measured[]>>;

interface Staged {
  readonly subject: Subject;
  readonly people: LoadUsers;
  readonly persons: readonly LoadUser[];
  readonly results: Record<Workload, Measured[]>;
}

export interface Bench {
  readonly credentials: Credentials;
  readonly parties: Peers;
  /** Where there is none, the stores that need one cannot be measured. */
  readonly database?: Database;
  /** Where programs and load run, when each has a processor of its own. */
  readonly pinning?: Pinning;
  readonly tell: (line: string) => void;
}

/** All rounds of all subjects, alternating for each workload, so that a slow moment of the machine hits all subjects. */
export async function measure(bench: Bench, plan: Plan): Promise<ReadonlyMap<SubjectName, Results>> {
  const stages: Staged[] = [];
  try {
    for (const name of plan.subjects) stages.push(await staged(bench, plan, name));
    for (const workload of workloads) {
      for (const stage of stages) await warmUp(bench, plan, { stage, workload });
      for (let round = 1; round <= plan.rounds; round++) {
        // Backwards every other time, so that no subject always follows the heaviest.
        for (const stage of round % 2 === 0 ? [...stages].reverse() : stages) {
          stage.results[workload].push(await withUsage(bench, stage, loads(bench, plan, stage)[workload]));
        }
      }
      bench.tell(`${workload}: rounds 1 to ${plan.rounds}`);
    }
    return new Map(stages.map(({ subject, results }) => [subject.name, results]));
  } finally {
    for (const { subject, people } of stages) {
      await people.close();
      await subject.stop();
    }
  }
}

const hasDatabase = (name: SubjectName): boolean => name.startsWith('postgres');

async function staged(bench: Bench, { senders }: Plan, name: SubjectName): Promise<Staged> {
  const databaseUrl = hasDatabase(name) ? await bench.database?.freshUrl() : undefined;
  const subject = await startSubject(name, { ...bench, ...(databaseUrl !== undefined && { databaseUrl }) });
  const users = loadUsers(subject, bench.credentials, bench.parties);
  const persons = await Promise.all(Array.from({ length: senders }, () => users.asks()));
  return {
    subject,
    people: users,
    persons,
    results: { customer: [], agent: [], handoff: [], fixed: [] },
  };
}

const sends = ({ people, persons }: Staged): Readonly<Record<'customer' | 'agent' | 'both', Send>> => {
  const of = (say: (person: LoadUser, number: number) => Promise<void>): Send => {
    return async (sender, number) => {
      const person = persons[sender % persons.length];
      if (person) await say(person, number);
    };
  };
  const customer = of(people.customerSays);
  const agent = of(people.agentSays);
  const both: Send = (sender, number) => (sender % 2 === 0 ? customer : agent)(sender, number);
  return { customer, agent, both };
};

interface Warming {
  readonly stage: Staged;
  readonly workload: Workload;
}

/** Both closed loops before anything is measured, as they share most of what V8 has to compile. */
const warmUps: Readonly<Record<Workload, readonly Workload[]>> = {
  customer: ['customer', 'agent'],
  agent: [],
  fixed: [],
  handoff: ['handoff'],
};

async function warmUp(bench: Bench, plan: Plan, { stage, workload }: Warming): Promise<void> {
  const { warmUpMs } = plan;
  const load = loads(bench, { ...plan, closedMs: warmUpMs, handoffMs: warmUpMs / 2 }, stage);
  for (const each of warmUps[workload]) await load[each]();
}

function loads(
  { parties }: Bench,
  { senders, closedMs, fixedMs, handoffMs, perSecond }: Plan,
  stage: Staged,
): Readonly<Record<Workload, () => Promise<Round>>> {
  const { customer, agent, both } = sends(stage);
  const closed = { parties, senders, durationMs: closedMs };
  return {
    customer: () => closedLoop({ ...closed, send: customer }),
    agent: () => closedLoop({ ...closed, send: agent }),
    fixed: () => fixedRate({ parties, senders, durationMs: fixedMs, perSecond, send: both }),
    handoff: () => handoffs(stage, { senders, durationMs: handoffMs }),
  };
}

async function withUsage(bench: Bench, { subject }: Staged, load: () => Promise<Round>): Promise<Measured> {
  const databaseCpuMs = () => bench.database?.cpuMs() ?? 0;
  const databaseBefore = databaseCpuMs();
  const before: Usage = usageOf(subject.pids);
  const loadBefore = process.cpuUsage();
  const round = await load();
  const { user, system } = process.cpuUsage(loadBefore);
  const after: Usage = usageOf(subject.pids);
  const perMessage = (ms: number): number => (ms * 1000) / Math.max(1, round.count);
  return {
    ...round,
    cpuMicros: perMessage(after.cpuMs - before.cpuMs),
    // It is idle for a program that has none, but not quite.
    databaseCpuMicros: hasDatabase(subject.name) ? perMessage(databaseCpuMs() - databaseBefore) : 0,
    loadCpuMicros: (user + system) / Math.max(1, round.count),
    residentMb: after.residentMb,
  };
}

/** New customers ask for agents, so many at once. Nothing arrives anywhere, so there is only the answer. */
async function handoffs(
  { people }: Staged,
  { senders, durationMs }: { readonly senders: number; readonly durationMs: number },
): Promise<Round> {
  const startedAt = performance.now();
  const end = startedAt + durationMs;
  const took: number[] = [];
  const one = async () => {
    while (performance.now() < end) {
      const askedAt = performance.now();
      await people.asks();
      took.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: senders }, one));
  const ack = latencies(took);
  const perSecond = (took.length * 1000) / (performance.now() - startedAt);
  return { perSecond, ack, endToEnd: ack, losses: { lost: 0, doubled: 0, swapped: 0 }, count: took.length };
}
