import { setMaxListeners } from 'node:events';

/** A signal that many wait on at once, which is no leak; each removes its listener when its wait is over. */
export function sharedSignal(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

/** Stops many things at once. */
export function sharedStop(): AbortController {
  const controller = new AbortController();
  sharedSignal(controller.signal);
  return controller;
}
