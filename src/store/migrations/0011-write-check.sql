-- One row, which readiness writes to see whether writing works.
create table bellhop.write_check (
  only_row boolean primary key check (only_row),
  written_at timestamptz not null
);
