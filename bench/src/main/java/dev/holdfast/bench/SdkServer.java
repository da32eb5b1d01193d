package dev.holdfast.bench;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The same tool on the official Java SDK: its stateless servlet, the quickest transport it has, on Jetty. With
 * {@code bare} it does no more than {@link EmptyServer}: arguments are not validated, and the tool runs on the thread
 * of the request. Prints its port; ends when standard input does.
 */
final class SdkServer {
    private SdkServer() {}

    public static void main(String[] args) throws Exception {
        boolean bare = List.of(args).contains("bare");
        var transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .build();
        var tool = McpSchema.Tool.builder(EmptyServer.TOOL, Map.of("type", "object"))
                .description("Does nothing")
                .build();
        var mcp = McpServer.sync(transport)
                .serverInfo("empty", "1")
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .validateToolInputs(!bare)
                .immediateExecution(bare)
                .toolCall(
                        tool,
                        (context, request) -> McpSchema.CallToolResult.builder()
                                .addTextContent(EmptyServer.ANSWER)
                                .build())
                .build();
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(transport), "/mcp");
        var jetty = new Server();
        var connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(context);
        jetty.start();
        System.out.println(connector.getLocalPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        jetty.stop();
        mcp.close();
    }
}
