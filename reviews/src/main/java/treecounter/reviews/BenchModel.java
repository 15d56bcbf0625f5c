package treecounter.reviews;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Sees to it that checks have a model, always the same one, whatever a learner trains. It is
 * trained once and kept; where it lies is printed.
 */
public final class BenchModel {
    private BenchModel() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path usual = new ModelFile(ModelFile.usual()).path();
        ModelFile file =
                new ModelFile(
                        usual.resolveSibling("../bench/model.bin").toAbsolutePath().normalize());
        if (!file.exists()) {
            Training.on(
                            GuestBook.reviews(Season.SUMMER, Training.SEED, Training.ROWS),
                            Training.SEED)
                    .write(file, Training.SEED);
        }
        System.out.println("BENCH_MODEL=" + file);
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
