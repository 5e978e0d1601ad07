import { contosoSample } from './contoso-sample/contract.ts';
import type { Contract } from './contract.ts';
import { reference } from './reference/contract.ts';

/** The contracts that can be verified; the first is ours. */
export const contracts: readonly Contract[] = [reference, contosoSample];
