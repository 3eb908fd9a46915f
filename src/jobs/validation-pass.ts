import { App } from 'cdk8s';
import type { Construct } from 'constructs';

/** Results computed in the current validation pass of an app, by the key of the computation. */
const passes = new WeakMap<App, Map<object, unknown>>();
const watched = new WeakSet<App>();
let uncached = 0;

/** Returns the app that contains a construct; a chart may have no app. */
export function appOf(scope: Construct): App | undefined {
  const { root } = scope.node;
  return root instanceof App ? root : undefined;
}

/**
 * Adds a validation to the app of a construct, once, which cdk8s calls before those of all other
 * constructs. What it finds, those constructs report.
 *
 * A synthesis is synchronous, and cdk8s validates the whole app at its beginning and again for each
 * chart. So each pass starts with this validation, and nothing that was computed in it outlives the
 * current turn of the event loop.
 */
export function validateAppOnce(scope: Construct, validate: (app: App) => void): void {
  const app = appOf(scope);
  if (!app || watched.has(app)) return;
  watched.add(app);
  app.node.addValidation({
    validate: () => {
      const pass = new Map<object, unknown>();
      passes.set(app, pass);
      queueMicrotask(() => {
        if (passes.get(app) === pass) passes.delete(app);
      });
      validate(app);
      return [];
    },
  });
}

/** Computes something once in a validation pass of the app, and each time outside of a pass. */
export function oncePerPass<Result>(scope: Construct, key: object, compute: () => Result): Result {
  const app = appOf(scope);
  const pass = app && uncached === 0 ? passes.get(app) : undefined;
  if (!pass) return compute();
  if (!pass.has(key)) pass.set(key, compute());
  return pass.get(key) as Result;
}

/**
 * Computes something from the constructs as they are now, for a caller that may have changed them
 * since the last pass.
 */
export function outsidePass<Result>(compute: () => Result): Result {
  uncached++;
  try {
    return compute();
  } finally {
    uncached--;
  }
}
