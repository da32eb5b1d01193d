@NullMarked
package dev.holdfast.langgraph4j;

import org.jspecify.annotations.NullMarked;
