package dev.holdfast.cli.definition;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Reads YAML 1.2 that stands for one JSON value: keys are text and stand once in their mapping, values have no tags. An
 * alias is the value that its anchor names, so a value may be larger than its text; its size and depth are bounded as
 * it is put together, before anything walks it.
 */
final class YamlReader {
    private static final int MOST_LEVELS = JsonLimits.DEFAULT.maxDepth();

    private final Iterator<Event> events;
    private final Map<Anchor, Json> anchored = new HashMap<>();

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /** @throws YamlProblem if the text does not stand for a JSON value */
    static Json read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE) // the file is bounded
                .setParseComments(false)
                .build();
        try {
            return new YamlReader(new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            throw YamlProblem.at(e.getProblemMark(), e.getProblem());
        } catch (ReaderException e) {
            throw YamlProblem.at(text, e.getPosition(), "a character that YAML does not allow");
        }
    }

    private Json document() {
        next(); // the start of the stream
        if (!(next() instanceof DocumentStartEvent start)) {
            throw YamlProblem.at(Optional.empty(), "it is empty");
        }
        SpecVersion version = start.getSpecVersion().orElse(new SpecVersion(1, 2));
        if (version.getMajor() != 1 || version.getMinor() != 2) {
            throw YamlProblem.at(start.getStartMark(), "another version than YAML 1.2");
        }
        Json value = value(next(), 0);
        next(); // the end of the document
        Event after = next();
        if (after instanceof DocumentStartEvent) {
            throw YamlProblem.at(after.getStartMark(), "a second document");
        }
        return value;
    }

    private Event next() {
        return events.next();
    }

    /** @param level how many mappings and sequences are around it */
    private Json value(Event event, int level) {
        return switch (event) {
            case AliasEvent alias -> referred(alias);
            case ScalarEvent scalar -> {
                Json value = PlainScalars.value(scalar);
                scalar.getAnchor().ifPresent(anchor -> anchored.put(anchor, value));
                yield value;
            }
            case SequenceStartEvent start -> {
                begin(start.getTag(), start.getAnchor(), start.getStartMark(), level);
                yield ended(start.getAnchor(), start.getStartMark(), sequence(level + 1));
            }
            case MappingStartEvent start -> {
                begin(start.getTag(), start.getAnchor(), start.getStartMark(), level);
                yield ended(start.getAnchor(), start.getStartMark(), mapping(level + 1));
            }
            default -> throw YamlProblem.at(event.getStartMark(), "a value is missing");
        };
    }

    private Json referred(AliasEvent alias) {
        Json value = anchored.get(alias.getAlias());
        if (value == null) {
            throw YamlProblem.at(alias.getStartMark(), "an alias of no value that ended before it");
        }
        return value;
    }

    private void begin(Optional<String> tag, Optional<Anchor> anchor, Optional<Mark> where, int level) {
        if (tag.isPresent()) {
            throw YamlProblem.at(where, "a tag, which JSON does not have");
        }
        requireDepth(level + 1, where);
        anchor.ifPresent(anchored::remove); // within itself it does not stand for an earlier value either
    }

    private Json ended(Optional<Anchor> anchor, Optional<Mark> where, Json value) {
        requireDepth(value.depth(), where);
        if (value.canonicalSize() > DefinitionFile.MOST_BYTES) {
            throw YamlProblem.at(
                    where, "a value that its aliases make larger than " + DefinitionFile.MOST_BYTES + " bytes");
        }
        anchor.ifPresent(name -> anchored.put(name, value));
        return value;
    }

    private static void requireDepth(int depth, Optional<Mark> where) {
        if (depth > MOST_LEVELS) {
            throw YamlProblem.at(where, "a value of more than " + MOST_LEVELS + " levels");
        }
    }

    private JsonArray sequence(int level) {
        List<Json> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(value(event, level));
        }
        return JsonArray.copyOf(items);
    }

    private JsonObject mapping(int level) {
        Map<String, Json> members = new HashMap<>();
        JsonObject.Builder mapping = JsonObject.builder();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            String key = key(event, level);
            Json value = value(next(), level);
            if (members.put(key, value) != null) {
                throw YamlProblem.at(event.getStartMark(), "a key that the mapping has already");
            }
            mapping.put(key, value);
        }
        return mapping.build();
    }

    private String key(Event event, int level) {
        boolean isCollection = event instanceof SequenceStartEvent || event instanceof MappingStartEvent;
        if (!isCollection && value(event, level) instanceof JsonString key) {
            return key.value();
        }
        throw YamlProblem.at(event.getStartMark(), "a key that is not text; quote it");
    }
}
