package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool.Answer;
import treecounter.workbench.promql.Promtool.Task;

/** What promtool answered, and what it is being asked just now. */
final class Answers {
    private final Map<Task, CompletableFuture<List<Answer>>> asked;

    /** Forgets the answers to all but the last tasks, so many as are {@code kept}. */
    Answers(int kept) {
        asked =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Task, CompletableFuture<List<Answer>>> eldest) {
                        return size() > kept;
                    }
                };
    }

    /**
     * Begins to answer these tasks, all in one run: to start it takes longer than to answer. What
     * was answered before is not asked again.
     */
    List<CompletableFuture<List<Answer>>> ask(List<Task> tasks) {
        synchronized (asked) {
            Map<Task, CompletableFuture<List<Answer>>> answers = new HashMap<>();
            List<Task> fresh = new ArrayList<>();
            for (Task task : new LinkedHashSet<>(tasks)) {
                CompletableFuture<List<Answer>> known = asked.get(task);
                if (known == null || known.isCompletedExceptionally()) {
                    fresh.add(task);
                } else {
                    answers.put(task, known);
                }
            }
            if (!fresh.isEmpty()) {
                CompletableFuture<List<List<Answer>>> run =
                        CompletableFuture.supplyAsync(() -> Promtool.find().run(fresh));
                for (int i = 0; i < fresh.size(); i++) {
                    int index = i;
                    answers.put(fresh.get(i), run.thenApply(all -> all.get(index)));
                }
            }
            asked.putAll(answers);
            return tasks.stream().map(answers::get).toList();
        }
    }

    /**
     * The answers to the queries of each task, in their order.
     *
     * @throws NotChecked if this machine has no promtool
     */
    List<List<Answer>> to(List<Task> tasks) {
        try {
            return ask(tasks).stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            return Promtool.find().run(tasks); // One of the others may have been the cause.
        }
    }
}
