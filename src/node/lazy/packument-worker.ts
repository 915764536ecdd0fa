// Entry of the thread that reads large packuments: asked by PackumentThread, it answers with what we use of them.
import { parentPort } from 'node:worker_threads';
import type { FromPackumentWorker, ToPackumentWorker } from '../packument-thread.ts';
import { readHere } from '../read-packument.ts';

parentPort?.on('message', ({ id, name, sent }: ToPackumentWorker) => {
  const post = (message: FromPackumentWorker): void => parentPort?.postMessage(message);
  readHere(name, sent).then(
    (answer) => post({ id, answer }),
    (error: unknown) => post({ id, fault: String(error) }),
  );
});
