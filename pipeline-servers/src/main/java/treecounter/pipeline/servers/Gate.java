package treecounter.pipeline.servers;

import java.util.Map;
import java.util.Optional;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;
import org.apache.qpid.server.model.VirtualHostNode;

/** Lets the broker refuse what is published to a queue. */
final class Gate extends DefaultSystemLauncherListener {
    private volatile Optional<SystemConfig<?>> system = Optional.empty();

    @Override
    public void onContainerResolve(SystemConfig<?> config) {
        system = Optional.of(config);
    }

    void shut(String queue) {
        set(queue, Map.of("overflowPolicy", "REJECT", "maximumQueueDepthBytes", 1));
    }

    void open(String queue) {
        set(queue, Map.of("overflowPolicy", "NONE", "maximumQueueDepthBytes", -1));
    }

    private void set(String name, Map<String, Object> attributes) {
        Broker<?> broker = (Broker<?>) system.orElseThrow().getContainer();
        for (VirtualHostNode<?> node : broker.getVirtualHostNodes()) {
            VirtualHost<?> host = node.getVirtualHost();
            for (Queue<?> queue : host.getChildren(Queue.class)) {
                if (queue.getName().equals(name)) {
                    queue.setAttributes(attributes);
                }
            }
        }
    }
}
