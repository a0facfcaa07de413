import type { ISql, Sql } from 'postgres';

/** A transaction that has done its work, and holds its locks. */
export interface OpenTransaction<Result> {
  readonly result: Result;
  /** Resolves when the work of the transaction is there for everybody. */
  commit(): Promise<void>;
}

/** Does the work in a transaction and leaves it open, for others to meet it. */
export async function holdOpen<Result>(
  sql: Sql,
  work: (transaction: ISql) => Promise<Result>,
): Promise<OpenTransaction<Result>> {
  const done = Promise.withResolvers<Result>();
  const committed = Promise.withResolvers<undefined>();
  const transaction = sql.begin(async (mine) => {
    done.resolve(await work(mine));
    await committed.promise;
  });
  transaction.catch(done.reject);
  const result = await done.promise;
  const commit = async () => {
    committed.resolve(undefined);
    await transaction;
  };
  return { result, commit };
}
