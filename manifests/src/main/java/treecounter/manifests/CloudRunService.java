package treecounter.manifests;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;

/**
 * What Cloud Run takes: a Service of Knative, whose pods are those of Kubernetes with two fields
 * more. The whole model of Knative would be 4 MB for one file to read.
 */
record CloudRunService(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(Template template, List<Map<String, Object>> traffic) {}

    record Template(ObjectMeta metadata, Revision spec) {}

    static final class Revision extends PodSpec {
        private Long containerConcurrency;
        private Long timeoutSeconds;

        public Long getContainerConcurrency() {
            return containerConcurrency;
        }

        public void setContainerConcurrency(Long requests) {
            containerConcurrency = requests;
        }

        public Long getTimeoutSeconds() {
            return timeoutSeconds;
        }

        public void setTimeoutSeconds(Long seconds) {
            timeoutSeconds = seconds;
        }
    }
}
