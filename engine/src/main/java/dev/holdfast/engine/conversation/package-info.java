/** Lists of messages, for chat memories: {@link dev.holdfast.engine.conversation.Conversations}. */
@NullMarked
package dev.holdfast.engine.conversation;

import org.jspecify.annotations.NullMarked;
