/** Called between two pieces of work: lets others have their turn now and then, and throws once nobody waits for it. */
export type Breathe = () => Promise<void> | undefined;
