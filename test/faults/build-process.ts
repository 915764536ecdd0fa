import { withWindowEngine } from './window-engine.ts';

// Builds what stands unbuilt in a folder, as somebody does who clicks on "Build" in a window.
// Cancelled by SIGINT, as the command line is.

const [folder = '', home = ''] = process.argv.slice(2);
const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.exitCode = await withWindowEngine({ folder, home, livesOn: false }, async (engine) => {
  await engine.scan(cancel.signal);
  const found = engine.findings.find((finding) => finding.kind === 'unbuilt');
  if (found === undefined) throw new Error('nothing stands there unbuilt');
  const { status, error } = await engine.builds.build(found.project, found, { confirmed: true }, cancel.signal);
  if (error !== undefined) console.error(`${error.code} ${error.message}`);
  return status === 'succeeded' ? 0 : 1;
});
