package treecounter.inbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #MOST} letters. */
final class Letters {
    static final int MOST = 200;

    private final Deque<Letter> newestFirst = new ArrayDeque<>();

    synchronized void add(Letter letter) {
        newestFirst.addFirst(letter);
        if (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
    }

    synchronized List<Letter> newestFirst() {
        return List.copyOf(newestFirst);
    }
}
