import { pairedEnds } from '../../simulators/bridge-environment.ts';
import { freePort } from '../../simulators/free-port.ts';
import { type LiveChat, startLiveChat } from '../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { type LoadUsers, loadUsers } from '../load/load-users.ts';
import { type Subject, type SubjectSurroundings, startSubject } from '../subjects.ts';

/** A bridge with the in-memory store in front of a simulated live chat of a kind. */
export interface VendorSubject {
  readonly subject: Subject;
  readonly liveChat: LiveChat;
  readonly users: LoadUsers;
  stop(): Promise<void>;
}

export async function startVendorSubject(
  kind: string,
  { credentials, parties, environment }: Pick<SubjectSurroundings, 'credentials' | 'parties' | 'environment'>,
): Promise<VendorSubject> {
  const port = await freePort();
  const ends = pairedEnds(credentials, {
    bridgeUrl: `http://127.0.0.1:${port}`,
    authority: parties.authority,
  });
  const liveChat = await startLiveChat({ kind, ...simulatedVendor(kind).pairing(ends).options });
  const subject = await startSubject('memory', {
    credentials,
    parties,
    port,
    liveChat: { kind, url: liveChat.url },
    ...(environment && { environment }),
  });
  const users = loadUsers(subject, credentials, parties);
  return {
    subject,
    liveChat,
    users,
    async stop() {
      await users.close();
      await subject.stop();
      await liveChat.stop();
    },
  };
}
