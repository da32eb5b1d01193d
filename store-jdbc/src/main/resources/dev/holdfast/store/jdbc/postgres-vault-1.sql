-- The tables of a vault. There is one head at most.

create table head (
    one boolean primary key default true check (one),
    id text not null,
    store text not null,
    generation integer not null,
    master_key text not null,
    root bytea not null
);

create table key (
    number bigint generated always as identity,
    state text collate "C" not null,
    id text collate "C" not null,
    generation integer not null,
    since bigint not null,
    wrapped bytea not null,
    primary key (state, id)
);
