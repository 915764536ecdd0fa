import { hadFailed, type OperationFacts } from '../model/operation.ts';
import type { DayFacts } from './protocol.ts';

/** Ended operations a day in the user's time zone, oldest first, days without one included. */
export function endedPerDay(operations: readonly OperationFacts[], now: Date, days: number): readonly DayFacts[] {
  const byDate = new Map<string, { succeeded: number; failed: number }>();
  for (const operation of operations) {
    const { status, endedAt } = operation;
    if (endedAt === undefined) continue;
    const date = localDate(new Date(endedAt));
    const row = byDate.get(date) ?? { succeeded: 0, failed: 0 };
    if (status === 'succeeded') row.succeeded++;
    if (status === 'failed' || (status === 'rolled-back' && hadFailed(operation))) row.failed++;
    byDate.set(date, row);
  }
  return Array.from({ length: days }, (_, index) => {
    const date = localDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1 - index)));
    return { date, ...(byDate.get(date) ?? { succeeded: 0, failed: 0 }) };
  });
}

function localDate(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
