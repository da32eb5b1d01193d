/** LangChain4j: {@link dev.holdfast.langchain4j.StateChatMemoryStore chat memories} and scopes of agents that last. */
@NullMarked
package dev.holdfast.langchain4j;

import org.jspecify.annotations.NullMarked;
