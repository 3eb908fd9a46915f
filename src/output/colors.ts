import pico from 'picocolors';

/** Functions that colour a string, or return it unchanged where colour is not wanted. */
export type Colors = ReturnType<typeof pico.createColors>;

/**
 * Returns the colours for a stream: only a terminal gets any, unless the environment overrides it.
 * @see https://no-color.org and https://force-color.org
 */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Colors {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0';
  const isCapable = stream.isTTY === true && env.TERM !== 'dumb';
  return pico.createColors(forced || (!env.NO_COLOR && isCapable));
}
