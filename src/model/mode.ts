/** What Quartermaster may do in a folder by itself. The ceiling of every automation. */
export const modes = ['off', 'assist', 'autopilot'] as const;
export type Mode = (typeof modes)[number];

/** True for the name of a mode. */
export function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}
