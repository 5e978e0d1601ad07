import { Dispatcher } from 'undici';

/** Knows of a request, but has no connection for it until it is told to. */
export class UnconnectedDispatcher extends Dispatcher {
  #handler: Dispatcher.DispatchHandler | undefined;

  override dispatch(_: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#handler = handler;
    return true;
  }

  openConnection(): 'aborted' | 'sent' {
    let became: 'aborted' | 'sent' = 'sent';
    const controller = {
      aborted: false,
      paused: false,
      reason: null,
      abort: () => {
        became = 'aborted';
      },
      pause: () => undefined,
      resume: () => undefined,
    };
    this.#handler?.onRequestStart?.(controller, {});
    return became;
  }
}
