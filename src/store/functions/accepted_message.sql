-- The message as it is stored: with its content, or skipped and without anything personal where its user was
-- deleted.
create function bellhop.accepted_message(m bellhop.messages, p_content text, p_erased boolean)
returns bellhop.messages language plpgsql immutable as $$
begin
  m.content := p_content;
  if p_erased then
    m.status := 'skipped';
    m.reason := 'erased';
    m.recipient := null;
    m.content := null;
    m.finished_at := m.created_at;
  end if;
  return m;
end
$$;
