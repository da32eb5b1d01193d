package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.Statistics.Large;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Claims;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StatePage;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Counts the states and commits of a store, in one walk over its headers. */
public final class Counting {
    private static final int LARGEST = 10;
    private static final Comparator<Large> BY_SIZE =
            Comparator.comparingLong(large -> large.header().bytes());

    private final PriorityQueue<Large> largest = new PriorityQueue<>(BY_SIZE);
    private long states;
    private long names;
    private long internal;
    private long revisions;
    private long documentBytes;

    private Counting() {}

    /** Counts them; a state whose header is damaged by what its events say. */
    public static Statistics of(CommitLog log, History history, Progress progress) {
        Counting counting = new Counting();
        StateSurvey survey = new StateSurvey(log, history);
        survey.walk(HeaderFilter.ALL, id -> true, progress, counting::count);
        List<Large> largestFirst =
                counting.largest.stream().sorted(BY_SIZE.reversed()).toList();
        return new Statistics(
                counting.states,
                counting.names,
                counting.internal,
                counting.revisions,
                counting.documentBytes,
                largestFirst,
                survey.damages());
    }

    private void count(StatePage.Listed listed) {
        revisions += listed.revision();
        documentBytes += listed.header().bytes();
        if (Actors.isInternal(listed.header().owner())) {
            names += Claims.isClaim(listed.id()) ? 1 : 0;
            internal += Claims.isClaim(listed.id()) ? 0 : 1;
            return;
        }
        states++;
        largest.add(new Large(listed.id(), listed.revision(), listed.header()));
        if (largest.size() > LARGEST) {
            largest.poll();
        }
    }
}
