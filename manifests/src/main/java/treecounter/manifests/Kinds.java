package treecounter.manifests;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The kinds of things that are known here, by the version of the API they belong to. */
final class Kinds {
    private static final String MONITORING = "monitoring.coreos.com/v1";
    private static final Map<String, Class<?>> MODELS = new LinkedHashMap<>();

    static {
        for (Class<?> model :
                new Class<?>[] {
                    Namespace.class,
                    ConfigMap.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    Pod.class,
                    PersistentVolumeClaim.class
                }) {
            add("v1", model);
        }
        add("apps/v1", Deployment.class);
        add("apps/v1", StatefulSet.class);
        add("apps/v1", DaemonSet.class);
        add("autoscaling/v2", HorizontalPodAutoscaler.class);
        add(MONITORING, PodMonitor.class);
        add(MONITORING, ServiceMonitor.class);
        add(MONITORING, PrometheusRule.class);
        MODELS.put("serving.knative.dev/v1 Service", CloudRunService.class);
    }

    private Kinds() {}

    private static void add(String apiVersion, Class<?> model) {
        MODELS.put(apiVersion + " " + model.getSimpleName(), model);
    }

    /** The model of a kind, if it is known. */
    static Optional<Class<?>> model(String apiVersion, String kind) {
        return Optional.ofNullable(MODELS.get(apiVersion + " " + kind));
    }

    /** The names of kinds, with each apiVersion before its kind. */
    static Collection<String> names() {
        return MODELS.keySet();
    }
}
