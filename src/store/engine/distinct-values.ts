import { sql } from 'kysely'

/** A query with one column, `value`: the different values of an indexed column, in order, without null. */
export function distinctValues(table: 'messages' | 'audit', column: string) {
  const from = sql.table(`bellhop.${table}`)
  const name = sql.ref(column)
  // Each step reads one entry of the index of the column, so the number of rows does not matter.
  return sql<{ value: string }>`
    with recursive seen(value) as (
      (select ${name} from ${from} where ${name} is not null order by ${name} limit 1)
      union all
      select (
        select t.${name} from ${from} t where t.${name} > seen.value order by t.${name} limit 1
      ) from seen where seen.value is not null
    )
    select value from seen where value is not null`
}
