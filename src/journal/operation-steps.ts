import type { OperationId, OperationStep } from '../model/operation.ts';
import type { SqlDatabase } from '../ports/sql.ts';

/** Adds a step to an operation; the one that it is in already is no new one. To be called in a transaction. */
export function addStep(database: SqlDatabase, id: OperationId, { step, isUndo, at }: OperationStep): void {
  const [last] = database.all(
    'SELECT position, step FROM operation_steps WHERE operation_id = ? ORDER BY position DESC LIMIT 1',
    id,
  );
  if (last?.['step'] === step) return;
  const position = last === undefined ? 0 : Number(last['position']) + 1;
  database.run(
    'INSERT INTO operation_steps (operation_id, position, step, is_undo, at) VALUES (?, ?, ?, ?, ?)',
    id,
    position,
    step,
    isUndo ? 1 : 0,
    at,
  );
}

/** Every step of an operation, in its order. */
export function readSteps(database: SqlDatabase, id: OperationId): readonly OperationStep[] {
  return database
    .all('SELECT step, is_undo, at FROM operation_steps WHERE operation_id = ? ORDER BY position', id)
    .map((row) => ({ step: String(row['step']), isUndo: row['is_undo'] === 1, at: String(row['at']) }));
}
