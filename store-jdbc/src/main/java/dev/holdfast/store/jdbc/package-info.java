/** Stores in databases. So far SQLite: one file, shared safely by any number of processes of one machine. */
@NullMarked
package dev.holdfast.store.jdbc;

import org.jspecify.annotations.NullMarked;
