/** Gives whole lines of a stream that comes in pieces; what follows the last break waits for the next piece. */
export function lineReader(read: (line: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) read(line);
  };
}
