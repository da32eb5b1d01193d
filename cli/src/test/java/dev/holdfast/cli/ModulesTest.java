package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.auth.JwtAuthenticator;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.Json;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.http.HttpTransport;
import dev.holdfast.server.StateServer;
import dev.holdfast.telemetry.RequestMetrics;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published jars are as Java modules. */
final class ModulesTest {
    @ParameterizedTest
    @ValueSource(classes = {Json.class, McpServer.class, HttpTransport.class})
    void jar_exportsItsApiToAllAndItsRoomsToTheTransportAlone(Class<?> type) throws Exception {
        String api = type.getPackageName();
        ModuleDescriptor module = module(type);
        assertThat(module.name()).isEqualTo(api);
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.exports())
                .filteredOn(exported -> !exported.isQualified())
                .extracting(Exports::source)
                .containsExactlyInAnyOrderElementsOf(
                        type == McpServer.class ? List.of(api, api + ".webhook") : List.of(api));
        assertThat(module.exports())
                .filteredOn(Exports::isQualified)
                .allMatch(exported -> exported.source().startsWith("dev.holdfast.mcp.internal."))
                .allMatch(exported -> exported.targets().equals(Set.of("dev.holdfast.mcp.http")));
    }

    @Test
    void engine_exportsNoRoom() throws Exception {
        ModuleDescriptor module = module(Holdfast.class);
        String engine = "dev.holdfast.engine";
        assertThat(module.name()).isEqualTo(engine);
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.exports())
                .filteredOn(exported -> !exported.isQualified())
                .extracting(Exports::source)
                .containsExactlyInAnyOrder(
                        engine,
                        engine + ".audit",
                        engine + ".conversation",
                        engine + ".custody",
                        engine + ".feed",
                        engine + ".machine",
                        engine + ".memory",
                        engine + ".moving",
                        engine + ".spi",
                        engine + ".spi.rules",
                        engine + ".typed",
                        engine + ".workflow");
        assertThat(module.exports())
                .filteredOn(Exports::isQualified)
                .extracting(Exports::source)
                .containsExactly(engine + ".local");
    }

    @ParameterizedTest
    @ValueSource(classes = {JwtAuthenticator.class, RequestMetrics.class, StateServer.class})
    void jar_withoutADescriptorHasAName(Class<?> type) throws Exception {
        ModuleDescriptor module = module(type);
        assertThat(module.name()).isEqualTo(type.getPackageName());
        assertThat(module.isAutomatic()).isTrue();
    }

    private static ModuleDescriptor module(Class<?> type) throws URISyntaxException {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        assumeThat(jar).as("packaged, as by mvn verify").hasExtension("jar");
        return ModuleFinder.of(jar).findAll().stream()
                .map(ModuleReference::descriptor)
                .findAny()
                .orElseThrow();
    }
}
