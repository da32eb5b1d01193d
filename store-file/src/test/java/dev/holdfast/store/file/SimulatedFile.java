package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A file in two versions: as the operating system shows it, and as it is on the medium. */
final class SimulatedFile {
    private static final int SECTOR = 512;

    private byte[] shown = new byte[0];
    private byte[] durable = new byte[0];
    private final BitSet unsynced = new BitSet();

    synchronized byte[] content() {
        return shown.clone();
    }

    /** Replaces the content of the file, on the medium as well. */
    synchronized void content(byte[] content) {
        shown = content.clone();
        durable = content.clone();
        unsynced.clear();
    }

    /** The file after a power cut. */
    synchronized SimulatedFile afterPowerCut(Random random) {
        byte[] left = durable.clone();
        for (int sector = unsynced.nextSetBit(0); sector >= 0; sector = unsynced.nextSetBit(sector + 1)) {
            if (random.nextBoolean()) {
                int from = sector * SECTOR;
                int to = Math.min(from + SECTOR, shown.length);
                left = to > left.length ? Arrays.copyOf(left, to) : left;
                System.arraycopy(shown, from, left, from, to - from);
            }
        }
        SimulatedFile survivor = new SimulatedFile();
        survivor.content(left);
        return survivor;
    }

    synchronized void put(byte[] bytes, int count, long at) {
        int end = (int) at + count;
        shown = end > shown.length ? Arrays.copyOf(shown, end) : shown;
        System.arraycopy(bytes, 0, shown, (int) at, count);
        if (count > 0) {
            unsynced.set((int) at / SECTOR, (end - 1) / SECTOR + 1);
        }
    }

    private synchronized void force() {
        durable = shown.clone();
        unsynced.clear();
    }

    private synchronized int read(ByteBuffer into, long at) {
        if (at >= shown.length) {
            return -1;
        }
        int count = Math.min(into.remaining(), shown.length - (int) at);
        into.put(shown, (int) at, count);
        return count;
    }

    DiskFile opened(SimulatedDisk disk) {
        return new DiskFile() {
            @Override
            public int read(ByteBuffer into, long at) {
                return SimulatedFile.this.read(into, at);
            }

            @Override
            public void write(ByteBuffer from, long at) throws IOException {
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                disk.beforeWrite(SimulatedFile.this, bytes, at);
                put(bytes, bytes.length, at);
            }

            @Override
            public void force() throws IOException {
                if (disk.beforeForce()) {
                    SimulatedFile.this.force();
                }
            }

            @Override
            public long size() {
                return content().length;
            }

            @Override
            public Object identity() {
                return SimulatedFile.this;
            }

            @Override
            public void close() {}
        };
    }
}
