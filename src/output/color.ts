import pico from 'picocolors';

/** What lines are painted with; paints nothing where colour is not wanted. */
export type Paint = ReturnType<typeof pico.createColors>;

/** Colour only on a terminal, unless the environment says otherwise. @see https://no-color.org and https://force-color.org */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Paint {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0';
  return pico.createColors(
    forced || (!env.NO_COLOR && stream.isTTY === true && env.TERM !== 'dumb'),
  );
}
