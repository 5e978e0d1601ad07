import { readFileSync } from 'node:fs';

/** What a process has used so far: processor time in milliseconds, and the memory that it holds, in megabytes. */
export interface Usage {
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/** Of several processes together. Reads Linux's /proc; throws when there is no such process. */
export function usageOf(pids: readonly number[]): Usage {
  const all = pids.map(usageOfOne);
  return {
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    residentMb: all.reduce((sum, { residentMb }) => sum + residentMb, 0),
  };
}

function usageOfOne(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name may hold spaces; the fields behind its bracket do not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = '0', system = '0'] = fields.slice(11, 13);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? '0';
  return { cpuMs: (Number(user) + Number(system)) * tickMs, residentMb: Number(resident) / 1024 };
}
