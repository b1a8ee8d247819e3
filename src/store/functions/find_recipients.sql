-- The addresses and numbers of `recipients` that contain one of the parts, at most so many. Called by
-- views/search.ts. A function, so that it uses the index of parts also without statistics.
create function bellhop.find_recipients(p_parts text[], p_most integer)
returns setof text language plpgsql stable
set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  part text;
begin
  foreach part in array p_parts loop
    return query
    select address from bellhop.recipients
    -- The expression of the index recipients_by_part.
    where (
        string_to_array(regexp_replace(address, '(...)', E'\\1\n', 'g'), E'\n')
        || string_to_array(regexp_replace(substr(address, 2), '(...)', E'\\1\n', 'g'), E'\n')
        || string_to_array(regexp_replace(substr(address, 3), '(...)', E'\\1\n', 'g'), E'\n')
      ) @> array(select substr(lower(part), i, 3) from generate_series(1, length(part) - 2) i)
      and position(lower(part) in address) > 0
    limit p_most;
  end loop;
end
$$;
