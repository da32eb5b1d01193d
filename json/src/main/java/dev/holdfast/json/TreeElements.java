package dev.holdfast.json;

import java.util.Arrays;

/** An inner node: the elements of its children, one after the other. */
final class TreeElements implements Elements {
    /** Neighbours join if they fill no more than this. Half, so that the next insertion does not split them again. */
    private static final int MAX_JOINED_WIDTH = MAX_WIDTH / 2;

    private final Elements[] children;

    /** For each child, how many elements it and those before it have. */
    private final int[] ends;

    private final int deepest;

    private TreeElements(Elements[] children, int[] ends) {
        this.children = children;
        this.ends = ends;
        int depth = 0;
        for (Elements child : children) {
            depth = Math.max(depth, child.deepest());
        }
        this.deepest = depth;
    }

    private TreeElements(Elements... children) {
        this(children, ends(children));
    }

    private static int[] ends(Elements... children) {
        int[] ends = new int[children.length];
        int end = 0;
        for (int i = 0; i < children.length; i++) {
            end += children[i].size();
            ends[i] = end;
        }
        return ends;
    }

    /** The elements of an array, which are too many for a leaf. */
    static Elements of(Json[] elements) {
        Elements[] level = new Elements[nodes(elements.length)];
        for (int i = 0; i < level.length; i++) {
            int from = i * MAX_WIDTH;
            level[i] = new FlatElements(Arrays.copyOfRange(elements, from, end(from, elements.length)));
        }
        while (level.length > 1) {
            Elements[] above = new Elements[nodes(level.length)];
            for (int i = 0; i < above.length; i++) {
                int from = i * MAX_WIDTH;
                above[i] = new TreeElements(Arrays.copyOfRange(level, from, end(from, level.length)));
            }
            level = above;
        }
        return level[0];
    }

    private static int nodes(int parts) {
        return (parts + MAX_WIDTH - 1) / MAX_WIDTH;
    }

    private static int end(int from, int limit) {
        return Math.min(from + MAX_WIDTH, limit);
    }

    /** The root above a node that is too wide. */
    static Elements split(Elements tooWide, boolean atItsEnd) {
        int cut = cut(tooWide, atItsEnd);
        return new TreeElements(tooWide.slice(0, cut), tooWide.slice(cut, tooWide.width()));
    }

    /**
     * Where a node splits: in the middle, or before the new last part if it grew at its end, as it will grow there
     * again.
     */
    private static int cut(Elements tooWide, boolean atItsEnd) {
        return atItsEnd ? MAX_WIDTH : tooWide.width() / 2;
    }

    Elements child(int part) {
        return children[part];
    }

    /** The child that holds the element at {@code index}; the last child if that is the size. */
    private int partAt(int index) {
        int part = 0;
        while (part < ends.length - 1 && index >= ends[part]) {
            part++;
        }
        return part;
    }

    private int start(int part) {
        return part == 0 ? 0 : ends[part - 1];
    }

    @Override
    public Json get(int index) {
        int part = partAt(index);
        return children[part].get(index - start(part));
    }

    @Override
    public FlatElements leafAt(int index) {
        int part = partAt(index);
        return children[part].leafAt(index - start(part));
    }

    @Override
    public int size() {
        return ends[ends.length - 1];
    }

    @Override
    public int deepest() {
        return deepest;
    }

    @Override
    public Elements with(int index, Json value) {
        int part = partAt(index);
        Elements[] changed = children.clone();
        changed[part] = children[part].with(index - start(part), value);
        return new TreeElements(changed, ends);
    }

    @Override
    public Elements stretched(int index, Json value) {
        int part = partAt(index);
        Elements child = children[part].stretched(index - start(part), value);
        if (child.width() <= MAX_WIDTH) {
            return replacing(part, part + 1, child);
        }
        int cut = cut(child, index == size());
        return replacing(part, part + 1, child.slice(0, cut), child.slice(cut, child.width()));
    }

    @Override
    public Elements shrunk(int index) {
        int part = partAt(index);
        Elements child = children[part].shrunk(index - start(part));
        if (child.width() == 0) {
            return replacing(part, part + 1);
        }
        if (part > 0 && child.width() + children[part - 1].width() <= MAX_JOINED_WIDTH) {
            return replacing(part - 1, part + 1, children[part - 1].joined(child));
        }
        if (part + 1 < children.length && child.width() + children[part + 1].width() <= MAX_JOINED_WIDTH) {
            return replacing(part, part + 2, child.joined(children[part + 1]));
        }
        return replacing(part, part + 1, child);
    }

    private TreeElements replacing(int fromPart, int toPart, Elements... replacement) {
        int after = children.length - toPart;
        Elements[] changed = Arrays.copyOf(children, fromPart + replacement.length + after);
        System.arraycopy(replacement, 0, changed, fromPart, replacement.length);
        System.arraycopy(children, toPart, changed, fromPart + replacement.length, after);
        return new TreeElements(changed);
    }

    @Override
    public int width() {
        return children.length;
    }

    @Override
    public Elements slice(int fromPart, int toPart) {
        return new TreeElements(Arrays.copyOfRange(children, fromPart, toPart));
    }

    @Override
    public Elements joined(Elements right) {
        Elements[] more = ((TreeElements) right).children;
        Elements[] all = Arrays.copyOf(children, children.length + more.length);
        System.arraycopy(more, 0, all, children.length, more.length);
        return new TreeElements(all);
    }
}
