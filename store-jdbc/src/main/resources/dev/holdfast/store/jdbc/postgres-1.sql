-- The tables of a store. A commit names its state by a small key; shard and position order the feed. A state whose owner
-- is null is erased. There are no foreign keys: rows are written by one function, and inspection compares them.

create table store (id text not null, format integer not null, shards integer not null);

-- One row a shard, locked by every transaction that changes the shard. Room in its page keeps updates there.
create table shard (
    id integer primary key,
    position bigint not null,
    removed bigint not null
) with (fillfactor = 10);

create table state (
    key bigint generated always as identity primary key,
    shard integer not null,
    id text collate "C" not null unique,
    revision bigint not null,
    hash bytea not null,
    owner text collate "C",
    name text collate "C",
    labels text,
    readers text,
    lifetime text,
    phase text,
    due bigint,
    kept_for bigint,
    waits_for text,
    expires bigint,
    bytes bigint,
    updated bigint
) with (fillfactor = 80);

create index state_by_shard on state (shard, id) where owner is not null;
create index state_by_owner on state (owner, shard, id) where owner is not null;
create index state_by_due on state (shard, due) where due is not null;
create index state_by_age on state (shard, id) where kept_for is not null;

create table holding (
    owner text collate "C" not null,
    shard integer not null,
    open bigint not null,
    bytes bigint not null,
    primary key (owner, shard)
) with (fillfactor = 50);

create table reader (
    principal text collate "C" not null,
    shard integer not null,
    id text collate "C" not null,
    primary key (principal, shard, id)
);

create index reader_by_id on reader (id);

create table waiting (
    what text collate "C" not null,
    shard integer not null,
    id text collate "C" not null,
    primary key (what, shard, id)
);

create index waiting_by_id on waiting (id);

create table commits (
    shard integer not null,
    position bigint not null,
    state bigint not null,
    revision bigint not null,
    at bigint not null,
    hash bytea not null,
    principal text collate "C",
    command text collate "C",
    finder integer,
    event bytea not null,
    primary key (shard, position)
);

create unique index commits_by_revision on commits (state, revision);
create index commits_by_command on commits (state, finder) where finder is not null;

create table base (
    state bigint primary key,
    revision bigint not null,
    hash bytea not null,
    content bytea not null
);

create table snapshot (
    state bigint primary key,
    revision bigint not null,
    hash bytea not null,
    content bytea not null
);

-- Appends runs of commits, each to a state that must be at the revision expected; "last" is the one it is at then.
-- Returns the runs that were refused, by their number, with the revision that the state is at.
create function append_runs(
    shards integer[], ids text[], expected bigint[], lasts bigint[], hashes bytea[],
    owners text[], names text[], labels text[], readers text[], lifetimes text[], phases text[],
    dues bigint[], kept_fors bigint[], waits_fors text[], expires bigint[], sizes bigint[], updates bigint[],
    reader_runs integer[], reader_principals text[], waiting_runs integer[], waiting_whats text[],
    runs integer[], revisions bigint[], ats bigint[], event_hashes bytea[],
    principals text[], commands text[], finders integer[], events bytea[]
) returns table (refused integer, actual bigint, erased boolean) language plpgsql as $body$
declare
    fitting boolean[];
    refound boolean[];
begin
    -- A pooler may have given the connection to others since it was set.
    if current_setting('synchronous_commit') not in ('on', 'remote_apply') then
        perform set_config('synchronous_commit', 'on', true);
    end if;
    -- In one order, so that batches of several shards do not lock each other out. What follows sees all that was
    -- committed before: each statement has a snapshot of its own.
    perform 1 from shard s where s.id = any (shards) order by s.id for update;

    select array_agg(coalesce(s.revision, 0) = r.expect and (s.key is null or s.owner is not null) order by r.n),
        array_agg((s.readers, s.waits_for) is distinct from (r.readers, r.waits_for) order by r.n)
    into fitting, refound
    from unnest(ids, expected, append_runs.readers, waits_fors) with ordinality r (id, expect, readers, waits_for, n)
    left join state s on s.id = r.id;

    insert into holding as h (owner, shard, open, bytes)
    select d.owner, d.shard, sum(d.open), sum(d.bytes) from (
        select s.owner, s.shard, -(s.phase = 'OPEN')::integer as open, -s.bytes as bytes
        from unnest(ids, fitting) r (id, fits) join state s on s.id = r.id where r.fits
        union all
        select r.owner, r.shard, (r.phase = 'OPEN')::integer, r.size
        from unnest(owners, shards, phases, sizes, fitting) r (owner, shard, phase, size, fits) where r.fits
    ) d group by d.owner, d.shard having sum(d.open) <> 0 or sum(d.bytes) <> 0
    on conflict (owner, shard) do update set open = h.open + excluded.open, bytes = h.bytes + excluded.bytes;

    with stored as (
        insert into state (shard, id, revision, hash, owner, name, labels, readers, lifetime, phase, due, kept_for,
            waits_for, expires, bytes, updated)
        select r.shard, r.id, r.last, r.hash, r.owner, r.name, r.labels, r.readers, r.lifetime, r.phase, r.due,
            r.kept_for, r.waits_for, r.expires, r.size, r.updated
        from unnest(shards, ids, lasts, hashes, owners, names, append_runs.labels, append_runs.readers, lifetimes,
            phases, dues, kept_fors, waits_fors, append_runs.expires, sizes, updates, fitting)
            r (shard, id, last, hash, owner, name, labels, readers, lifetime, phase, due, kept_for, waits_for, expires,
            size, updated, fits)
        where r.fits
        on conflict (id) do update set (revision, hash, owner, name, labels, readers, lifetime, phase, due, kept_for,
            waits_for, expires, bytes, updated) = (excluded.revision, excluded.hash, excluded.owner, excluded.name,
            excluded.labels, excluded.readers, excluded.lifetime, excluded.phase, excluded.due, excluded.kept_for,
            excluded.waits_for, excluded.expires, excluded.bytes, excluded.updated)
        returning state.id, state.key, state.shard
    )
    insert into commits (shard, position, state, revision, at, hash, principal, command, finder, event)
    select t.shard, d.position + row_number() over (partition by t.shard order by c.n), t.key, c.revision, c.at, c.hash,
        c.principal, c.command, c.finder, c.event
    from unnest(runs, revisions, ats, event_hashes, principals, commands, finders, events) with ordinality
        c (run, revision, at, hash, principal, command, finder, event, n)
    join stored t on t.id = ids[c.run] join shard d on d.id = t.shard;

    update shard d set position = d.position + n.count
    from (select append_runs.shards[c.run] as id, count(*) from unnest(runs) c (run) where fitting[c.run] group by 1) n
    where d.id = n.id;

    if true = any (refound) then
        delete from reader f using unnest(ids, fitting, refound) r (id, fits, differs)
        where f.id = r.id and r.fits and r.differs;
        insert into reader (principal, shard, id)
        select f.principal, append_runs.shards[f.run], ids[f.run]
        from unnest(reader_runs, reader_principals) f (run, principal) where fitting[f.run] and refound[f.run];
        delete from waiting f using unnest(ids, fitting, refound) r (id, fits, differs)
        where f.id = r.id and r.fits and r.differs;
        insert into waiting (what, shard, id)
        select f.what, append_runs.shards[f.run], ids[f.run]
        from unnest(waiting_runs, waiting_whats) f (run, what) where fitting[f.run] and refound[f.run];
    end if;

    return query select r.n::integer, coalesce(s.revision, 0), s.key is not null and s.owner is null
    from unnest(ids, fitting) with ordinality r (id, fits, n) left join state s on s.id = r.id where not r.fits;
end
$body$;
