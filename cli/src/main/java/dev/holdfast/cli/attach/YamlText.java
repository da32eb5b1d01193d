package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Settings in YAML. An entry becomes the first of its mapping, below the line that names it. */
final class YamlText implements SettingsText {
    private static final int MOST_LEVELS = 50;

    private final String text;
    private final String container;
    private final @Nullable MappingNode root;
    private final String lineEnd;

    YamlText(String text, String container) {
        this.text = text;
        this.container = container;
        this.lineEnd = SettingsText.lineEnd(text);
        this.root = root(text);
    }

    private static @Nullable MappingNode root(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE) // the file is bounded
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                return null;
            } else if (node.get() instanceof MappingNode mapping) {
                return mapping;
            }
            throw new SettingsProblem("it is no mapping");
        } catch (YamlEngineException e) {
            throw new SettingsProblem(e.getMessage() == null ? "it is no YAML" : e.getMessage());
        }
    }

    @Override
    public boolean hasContainer() {
        return tuple(root, container) != null;
    }

    @Override
    public @Nullable JsonObject find(String name) {
        NodeTuple entry = entry(name);
        if (entry == null) {
            return null;
        } else if (json(entry.getValueNode(), 0) instanceof JsonObject object) {
            return object;
        }
        throw new SettingsProblem(name + " is no mapping");
    }

    @Override
    public String with(String name, JsonObject entry) {
        if (entry(name) != null) {
            Stretch old = stretch(Objects.requireNonNull(entry(name)));
            int column = column(Objects.requireNonNull(entry(name)));
            return SettingsText.spliced(text, old.start(), old.end(), block(name, entry, column));
        }
        NodeTuple tuple = tuple(root, container);
        if (tuple == null) {
            if (root != null && isFlow(root)) {
                throw new SettingsProblem("it is written on one line, which is not changed here");
            }
            String head = " ".repeat(root == null ? 0 : column(root.getValue().getFirst())) + container + ":" + lineEnd;
            int column = root == null ? 0 : column(root.getValue().getFirst());
            String added = head + block(name, entry, column + 2);
            return text.isEmpty() || text.endsWith("\n") ? text + added + lineEnd : text + lineEnd + added;
        }
        return below(tuple, name, entry);
    }

    private String below(NodeTuple tuple, String name, JsonObject entry) {
        Node value = tuple.getValueNode();
        int key = end(tuple.getKeyNode());
        if (start(value) < key) {
            throw new SettingsProblem(container + " is an alias, which is not changed here");
        } else if (value instanceof MappingNode mapping && isFlow(mapping)) {
            int at = start(mapping) + 1;
            String body = Json.of(name) + ": " + EntryLayout.line(entry)
                    + (mapping.getValue().isEmpty() ? "" : ", ");
            return SettingsText.spliced(text, at, at, body);
        } else if (!(value instanceof MappingNode) && !isNothing(value)) {
            throw new SettingsProblem(container + " is no mapping");
        }
        int column = value instanceof MappingNode mapping && !mapping.getValue().isEmpty()
                ? column(mapping.getValue().getFirst())
                : column(tuple) + 2;
        int line = SettingsText.nextLine(text, key);
        String block = block(name, entry, column);
        return line == text.length() && !text.endsWith("\n")
                ? text + lineEnd + block
                : SettingsText.spliced(text, line, line, block + lineEnd);
    }

    @Override
    public String without(String name, boolean emptied) {
        NodeTuple holder = Objects.requireNonNull(tuple(root, container));
        MappingNode mapping = (MappingNode) holder.getValueNode();
        NodeTuple entry = Objects.requireNonNull(entry(name));
        if (isFlow(mapping)) {
            int end = end(entry.getValueNode());
            int comma = text.startsWith(", ", end) ? 2 : text.startsWith(",", end) ? 1 : 0;
            return SettingsText.spliced(text, start(entry.getKeyNode()), end + comma, "");
        }
        Stretch gone = stretch(emptied && mapping.getValue().size() == 1 ? holder : entry);
        int end = text.startsWith(lineEnd, gone.end()) ? gone.end() + lineEnd.length() : gone.end();
        boolean unended = end == text.length() && !text.endsWith("\n");
        int start = unended && gone.start() > 0 ? gone.start() - lineEnd.length() : gone.start();
        return SettingsText.spliced(text, start, end, "");
    }

    /** Without the line end behind it. */
    private String block(String name, JsonObject entry, int column) {
        String indent = " ".repeat(column);
        String key =
                name.matches("[A-Za-z][A-Za-z0-9_-]*") ? name : Json.of(name).toString();
        return entry.entries().stream()
                .map(each -> indent + "  " + each.getKey() + ": " + EntryLayout.line(each.getValue()))
                .collect(Collectors.joining(lineEnd, indent + key + ":" + lineEnd, ""));
    }

    private record Stretch(int start, int end) {}

    /** The lines of a key and its value, without the line end behind them. */
    private Stretch stretch(NodeTuple tuple) {
        int start = SettingsText.lineStart(text, start(tuple.getKeyNode()));
        if (!text.substring(start, start(tuple.getKeyNode())).isBlank()) {
            throw new SettingsProblem("it is written in a form that is not changed here");
        }
        int last = lastEnd(tuple.getValueNode(), end(tuple.getKeyNode()));
        int end = text.indexOf('\n', last);
        end = end < 0 ? text.length() : end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        return new Stretch(start, end);
    }

    private int lastEnd(Node node, int before) {
        if (node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.BLOCK) {
            List<?> all = collection.getValue();
            return switch (all.isEmpty() ? "" : all.getLast()) {
                case NodeTuple tuple -> lastEnd(tuple.getValueNode(), end(tuple.getKeyNode()));
                case Node last -> lastEnd(last, before);
                default -> before;
            };
        } else if (node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
            throw new SettingsProblem("it has text of several lines, which is not changed here");
        }
        return Math.max(before, start(node) < before ? before : end(node));
    }

    private @Nullable NodeTuple entry(String name) {
        NodeTuple holder = tuple(root, container);
        return holder != null && holder.getValueNode() instanceof MappingNode mapping ? tuple(mapping, name) : null;
    }

    private @Nullable NodeTuple tuple(@Nullable MappingNode mapping, String name) {
        List<NodeTuple> found = mapping == null
                ? List.of()
                : mapping.getValue().stream()
                        .filter(each -> each.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(name))
                        .toList();
        if (found.size() > 1) {
            throw new SettingsProblem(name + " stands there twice");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private Json json(Node node, int level) {
        if (level > MOST_LEVELS) {
            throw new SettingsProblem("it is nested too deep");
        }
        return switch (node) {
            case MappingNode mapping -> {
                JsonObject.Builder object = JsonObject.builder();
                for (NodeTuple each : mapping.getValue()) {
                    if (!(each.getKeyNode() instanceof ScalarNode key)) {
                        throw new SettingsProblem("a key is no text");
                    }
                    object.put(key.getValue(), json(each.getValueNode(), level + 1));
                }
                yield object.build();
            }
            case SequenceNode sequence ->
                JsonArray.copyOf(sequence.getValue().stream()
                        .map(each -> json(each, level + 1))
                        .toList());
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new SettingsProblem("it is written in a form that is not read here");
        };
    }

    private static Json scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && value.matches("true|false|-?(0|[1-9]\\d{0,15})")) {
            return Json.parse(value);
        }
        return Json.of(value);
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().isEmpty();
    }

    private static boolean isFlow(MappingNode mapping) {
        return mapping.getFlowStyle() == FlowStyle.FLOW;
    }

    private static int column(NodeTuple tuple) {
        return mark(tuple.getKeyNode().getStartMark()).getColumn();
    }

    private int start(Node node) {
        return offset(node.getStartMark());
    }

    private int end(Node node) {
        return offset(node.getEndMark());
    }

    /** The library counts code points. */
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark(mark).getIndex());
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new SettingsProblem("its places are not known"));
    }
}
