/** What a reader of events asks for and is given, as values. */
@NullMarked
package dev.holdfast.engine.feed;

import org.jspecify.annotations.NullMarked;
