import { setMaxListeners } from 'node:events';

/** Stops many things at once. That many listen is no leak: each stops listening when its wait is over. */
export function sharedStop(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
