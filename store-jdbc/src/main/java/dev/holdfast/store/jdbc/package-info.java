/** Stores in databases: SQLite, one file for any number of processes of one machine, and PostgreSQL. */
@NullMarked
package dev.holdfast.store.jdbc;

import org.jspecify.annotations.NullMarked;
