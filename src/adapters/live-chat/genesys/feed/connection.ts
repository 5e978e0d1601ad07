import type { Clock } from '../../../../application/ports/clock.ts';
import type { HttpOutcome } from '../../../http/client/http-outcome.ts';
import type { Warn } from '../../../http/limits/throttled-warning.ts';
import type { GenesysApi } from '../api.ts';
import { successOf } from '../outcomes.ts';
import { asMeant, type Frame, topicsAnswer } from '../wire.ts';
import { type Channels, type ConnectedChannel, notificationChannels } from './channels.ts';

export interface ConnectionParts {
  readonly api: Pick<GenesysApi, 'openChannel' | 'setTopics' | 'addTopics'>;
  readonly clock: Clock;
  /** All topics that are wanted now. */
  readonly topics: () => readonly string[];
  /** From now on everything that is wanted is told. */
  readonly onConnected: () => void;
  readonly onLost: () => void;
  readonly onFrame: (frame: Frame) => void;
  /** Whether it says that the socket closes soon. */
  readonly isClosing: (frame: Frame) => boolean;
  readonly warn: Warn;
  /** From 0 to 1, for pauses that differ between processes. */
  readonly random: () => number;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A connection that stood for so long was a good one, in milliseconds. */
const goodAfterMs = 60_000;
/** Topics of ended conversations are given back once there are so many. */
const mostStale = 200;

/** The one connection of a process to the notifications of Genesys, made anew after a growing pause while it is wanted. */
export class NotificationConnection {
  readonly #parts: ConnectionParts;
  readonly #channels: Channels;
  #current: ConnectedChannel | undefined;
  #connecting: Promise<void> | undefined;
  #subscribed = new Set<string>();
  #isWanted = false;
  #failures = 0;
  #notBefore = 0;
  #cancelRetry = () => {};
  /** What was asked to be subscribed, one after the other. */
  #subscribing: Promise<void> = Promise.resolve();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#channels = notificationChannels(parts.api, parts.clock);
  }

  get isConnected(): boolean {
    return this.#current !== undefined;
  }

  /** Resolves when it stands. Rejects when it cannot be had now; it is tried again until it is not wanted any more. */
  connected(): Promise<void> {
    this.#isWanted = true;
    if (this.#current) return Promise.resolve();
    if (this.#connecting) return this.#connecting;
    if (this.#parts.clock.now() < this.#notBefore)
      return Promise.reject(new Error('the notifications could not be had a moment ago'));
    const connecting = this.#connect().finally(() => {
      this.#connecting = undefined;
      if (!this.#current) this.#retryLater();
    });
    this.#connecting = connecting;
    return connecting;
  }

  /** Closes it until it is wanted again. */
  close(): void {
    this.#isWanted = false;
    this.#cancelRetry();
    this.#current?.close();
  }

  /** Has the topics told that are wanted now. Resolves when they are, or when there is no connection. */
  subscribe(): Promise<void> {
    this.#subscribing = this.#subscribing.then(() => this.#addTopics());
    return this.#subscribing;
  }

  async #connect(): Promise<void> {
    const { clock, topics, onConnected, onFrame, isClosing, warn } = this.#parts;
    this.#cancelRetry();
    const connectedAt = clock.now();
    let isLost = false;
    let channel: ConnectedChannel | undefined;
    try {
      channel = await this.#channels.connect({
        onFrame: (told) => {
          onFrame(told);
          // It has a minute left, and another channel takes its place.
          if (channel && isClosing(told)) this.#giveUp(channel);
        },
        onLost: (cause) => {
          isLost = true;
          if (cause === 'silent') this.#channels.discard();
          if (channel && this.#current === channel) this.#lost(cause, connectedAt);
        },
      });
      const all = topics();
      const answer = await this.#parts.api.setTopics(channel.id, all);
      const isGood = this.#areTaken(answer) && !isLost && this.#isWanted;
      if (!isGood) {
        this.#giveUp(channel);
        throw new Error(`its topics were not taken: ${causeOf(answer)}`);
      }
      this.#subscribed = new Set(all);
      this.#current = channel;
    } catch (error) {
      this.#channels.discard();
      this.#failures++;
      warn('not-connected', { cause: error instanceof Error ? error.message : 'unknown' });
      throw new Error('the notifications of Genesys cannot be had', { cause: error });
    }
    onConnected();
  }

  #giveUp(channel: ConnectedChannel): void {
    this.#channels.discard();
    channel.close();
  }

  #lost(cause: string, connectedAt: number): void {
    const { clock, onLost, warn } = this.#parts;
    this.#current = undefined;
    this.#failures = clock.now() - connectedAt >= goodAfterMs ? 0 : this.#failures + 1;
    onLost();
    if (!this.#isWanted) return;
    warn(cause, { cause });
    this.#retryLater();
  }

  #retryLater(): void {
    const { clock, random } = this.#parts;
    this.#cancelRetry();
    const pauseMs = Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs) * (0.5 + random() / 2);
    this.#notBefore = clock.now() + pauseMs;
    if (!this.#isWanted) return;
    this.#cancelRetry = clock.after(pauseMs, () => {
      if (this.#isWanted) this.connected().catch(() => undefined);
    });
  }

  async #addTopics(): Promise<void> {
    const { api, topics } = this.#parts;
    const channel = this.#current;
    if (!channel) return;
    const all = topics();
    const added = all.filter((each) => !this.#subscribed.has(each));
    if (added.length === 0) return;
    const isWhole = this.#subscribed.size + added.length - all.length >= mostStale;
    const answer = await (isWhole ? api.setTopics(channel.id, all) : api.addTopics(channel.id, added));
    if (this.#current !== channel) return;
    // It would be deaf to them, so that it is made anew.
    if (this.#areTaken(answer)) this.#subscribed = new Set(isWhole ? all : [...this.#subscribed, ...added]);
    else this.#giveUp(channel);
  }

  /** A topic that is refused for itself leaves the others; what it would tell is found by looks. */
  #areTaken(answer: HttpOutcome): boolean {
    const entities = topicsAnswer.safeParse(asMeant(successOf(answer)?.body)).data?.entities ?? [];
    for (const { id: topic, state, rejectionReason: reason } of entities) {
      if (state?.toLowerCase() === 'rejected') this.#parts.warn('topic-rejected', { topic, reason });
    }
    return successOf(answer) !== undefined;
  }
}

const causeOf = (answer: HttpOutcome): string =>
  answer.outcome === 'answered' ? String(answer.status) : answer.cause;
