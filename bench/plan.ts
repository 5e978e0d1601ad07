import type { SubjectName } from './subjects.ts';

/** What is measured, and how. Durations in milliseconds. */
export interface Plan {
  readonly subjects: readonly SubjectName[];
  readonly rounds: number;
  readonly senders: number;
  readonly closedMs: number;
  readonly handoffMs: number;
  readonly fixedMs: number;
  /** Messages a second of the fixed rate, half of them from each side. */
  readonly perSecond: number;
  /**
   * Of each kind of closed loop, for each program, and half of it for handoffs: a program of many functions needs longer
   * until V8 has compiled them.
   */
  readonly warmUpMs: number;
}

export const usualPlan: Omit<Plan, 'subjects'> = {
  rounds: 5,
  senders: 64,
  closedMs: 1500,
  handoffMs: 800,
  fixedMs: 3000,
  perSecond: 200,
  warmUpMs: 3000,
};
