package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Chat memories of Spring AI, where the application has it. It comes before the one in memory that Spring AI makes. */
@AutoConfiguration(
        after = HoldfastAutoConfiguration.class,
        beforeName = "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnClass(ChatMemoryRepository.class)
@ConditionalOnBean(Holdfast.class)
public class HoldfastChatMemoryConfiguration {
    /** The conversations of who calls. */
    @Bean
    @ConditionalOnMissingBean(ChatMemoryRepository.class)
    public StateChatMemoryRepository stateChatMemoryRepository(CallerStates states) {
        return StateChatMemoryRepository.of(states);
    }
}
