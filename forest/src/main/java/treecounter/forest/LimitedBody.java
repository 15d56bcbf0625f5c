package treecounter.forest;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Collects a response body of at most {@value #MOST_BYTES} bytes; a longer one is an error. */
final class LimitedBody implements BodySubscriber<byte[]> {
    static final int MOST_BYTES = 4096;

    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private Subscription subscription;
    private long received;

    private LimitedBody() {}

    static BodyHandler<byte[]> handler() {
        return response -> new LimitedBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        bytes.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received > MOST_BYTES) {
            subscription.cancel();
            bytes.onError(new IOException("an answer longer than " + MOST_BYTES + " bytes"));
        } else {
            bytes.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable e) {
        bytes.onError(e);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }
}
