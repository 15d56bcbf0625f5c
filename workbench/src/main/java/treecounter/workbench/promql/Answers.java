package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool.Answer;
import treecounter.workbench.promql.Promtool.Task;

/** What promtool answered, and what it is being asked just now. */
final class Answers {
    private volatile Map<Task, CompletableFuture<List<Answer>>> ahead = Map.of();

    /**
     * Begins to answer these tasks, all in one run: to start it takes longer than to answer. What
     * was answered the last time is not asked again.
     */
    void askAhead(List<Task> tasks) {
        Map<Task, CompletableFuture<List<Answer>>> before = ahead;
        Map<Task, CompletableFuture<List<Answer>>> now = new HashMap<>();
        List<Task> fresh = new ArrayList<>();
        for (Task task : tasks) {
            CompletableFuture<List<Answer>> known = before.get(task);
            if (known == null || known.isCompletedExceptionally()) {
                fresh.add(task);
            } else {
                now.put(task, known);
            }
        }
        if (!fresh.isEmpty()) {
            CompletableFuture<List<List<Answer>>> run =
                    CompletableFuture.supplyAsync(() -> Promtool.find().run(fresh));
            for (int i = 0; i < fresh.size(); i++) {
                int index = i;
                now.put(fresh.get(i), run.thenApply(answers -> answers.get(index)));
            }
        }
        ahead = now;
    }

    /**
     * The answers to the queries of each task, in their order.
     *
     * @throws NotChecked if this machine has no promtool
     */
    List<List<Answer>> to(List<Task> tasks) {
        Map<Task, CompletableFuture<List<Answer>>> asked = ahead;
        if (!asked.keySet().containsAll(tasks)) {
            return Promtool.find().run(tasks);
        }
        try {
            return tasks.stream().map(asked::get).map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            return Promtool.find().run(tasks); // One of the others may have been the cause.
        }
    }
}
