@NullMarked
package dev.holdfast.langchain4j;

import org.jspecify.annotations.NullMarked;
