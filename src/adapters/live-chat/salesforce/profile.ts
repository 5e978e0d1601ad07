import type { VendorProfile } from '../vendor.ts';

export const profile: VendorProfile = {
  title: 'Salesforce Messaging for In-App and Web',
  tells: ['typing', 'joined', 'left', 'transferred', 'queue-position', 'ended'],
  endCauses: ['agent', 'no-agents', 'failed'],
  endByCustomer: 'the session is ended',
  refusals: ['unavailable'],
  judges: ["Salesforce's published schemas of entries, by Ajv"],
  unverified: [
    'What a second conversation or message of the same id is answered. A 409 is taken for success at a start, and before each repeat the bridge looks.',
    'What a success looks like. A start is one with 201, a message one that names its entries, an end any; after another success the bridge looks.',
    'How Salesforce refuses. A refusal is final only when its JSON has a `message`, an `error` or an `errorCode`.',
    'How far back a stream resumes, and whether at all. After each connect, and once a minute, the entries are listed.',
    'The list may leave out typing, the place in the queue and results of routing: of what came while no stream was open these are lost, but for the rest.',
    'Which of its fields names the message in a listed entry. Both ids are compared.',
    'Whether a flow goes on after a routing has failed. The bridge ends the session then, as one without agents.',
    'Whether one agent for another comes as one change of participants, which is told as a transfer, or as two, which are told as left and joined.',
    'How often a stream gives a sign of life. After 75 s without any it is made anew.',
    'Whether names of routing attributes that the channel does not know are ignored.',
    'The longest text. The bridge splits at 4,000 characters.',
    'Whether words after the end open a new session. The bridge ends the session after them.',
    'The Agent Availability API is not used, since no document has its shape: a start is not refused out of hours.',
  ],
};
