-- Each instance has users of its own. The id stands first: an operator looks for it alone.
alter table bellhop.users drop constraint users_pkey;
alter table bellhop.users add primary key (id, instance_id);
